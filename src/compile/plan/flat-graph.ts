/** What the compiler works on: units, each a statement of the program to be, over numbered operands. */
import type { Op } from "../../ops/index.js";
import { Packed } from "./packed.js";

/** The number of a node: inner nodes first, in topological order, then parameters, inputs, constants. */
export type Ref = number;

/** The number of a unit. Units are numbered in topological order. */
export type Unit = number;

/** The number of a list of operands. Lists that the graph shares are shared here too, so that their elements are looked at once. */
export type List = number;

/**
 * What a unit does: an operation of scalar operands; or of lists. A sum of products that was a chain of additions may have scalars too,
 * which are added up before its terms, or one by one after them.
 */
export interface Form {
  /** The row: operations are told apart by it and never by their names, which users give. */
  readonly op: Op;
  /** How many scalars and how many lists it takes. */
  readonly scalars: number;
  readonly lists: number;
  readonly scalarsLast: boolean;
  /** What a running total starts from. A chain of additions starts from −0, which changes no number; `sum` and `dot` start from 0. */
  readonly initial: number;
}

/** The units of a graph, packed: their forms, the nodes that they compute, their operands. */
export class Units {
  private readonly forms: Form[] = [];
  private readonly codes = new Map<Op, number[]>();
  private readonly form = new Packed();
  private readonly node = new Packed();
  /** Where the operands of a unit begin: its scalars, then its lists. */
  private readonly start = new Packed();
  private readonly operands = new Packed();
  private readonly elements = new Packed();
  /** Where the elements of a list begin, and behind the last where it ends. */
  private readonly bounds = new Packed();
  private readonly levels = new Packed();

  constructor() {
    this.bounds.push(0);
  }

  get length(): number {
    return this.node.length;
  }

  add(form: Form, node: Ref, scalars: readonly Ref[], lists: readonly List[]): void {
    this.form.push(this.codeOf(form));
    this.node.push(node);
    this.start.push(this.operands.length);
    for (const ref of scalars) this.operands.push(ref);
    for (const list of lists) this.operands.push(list);
  }

  private codeOf(form: Form): number {
    let codes = this.codes.get(form.op);
    if (codes === undefined) this.codes.set(form.op, (codes = []));
    for (const code of codes) if (isSame(this.forms[code] as Form, form)) return code;
    codes.push(this.forms.length);
    return this.forms.push(form) - 1;
  }

  /** Adds an element to the list that `endList` will make. */
  addElement(ref: Ref): void {
    this.elements.push(ref);
  }

  /** Makes a list of the elements added since the last. `level` is that of the deepest, `active` whether some element carries a gradient. */
  endList(level: number, active: boolean): List {
    this.bounds.push(this.elements.length);
    this.levels.push(active ? level : ~level);
    return this.levels.length - 1;
  }

  /** Equal numbers for equal forms. */
  formNumber(unit: Unit): number {
    return this.form.at(unit);
  }

  formOf(unit: Unit): Form {
    return this.forms[this.form.at(unit)] as Form;
  }

  nodeOf(unit: Unit): Ref {
    return this.node.at(unit);
  }

  scalarOf(unit: Unit, k: number): Ref {
    return this.operands.at(this.start.at(unit) + k);
  }

  listOf(unit: Unit, k: number): List {
    return this.operands.at(this.start.at(unit) + this.formOf(unit).scalars + k);
  }

  /** The length of the first list of a unit, 0 where it has none. */
  listLength(unit: Unit): number {
    return this.formOf(unit).lists === 0 ? 0 : this.lengthOf(this.listOf(unit, 0));
  }

  get lists(): number {
    return this.levels.length;
  }

  /** How many elements all lists before a list have. */
  startOf(list: List): number {
    return this.bounds.at(list);
  }

  lengthOf(list: List): number {
    return this.bounds.at(list + 1) - this.bounds.at(list);
  }

  elementsOf(list: List): Int32Array {
    return this.elements.between(this.bounds.at(list), this.bounds.at(list + 1));
  }

  levelOf(list: List): number {
    const level = this.levels.at(list);
    return level < 0 ? ~level : level;
  }

  isActive(list: List): boolean {
    return this.levels.at(list) >= 0;
  }
}

const isSame = (a: Form, b: Form): boolean =>
  a.scalars === b.scalars &&
  a.lists === b.lists &&
  a.scalarsLast === b.scalarsLast &&
  Object.is(a.initial, b.initial);

export interface Flat {
  readonly units: Units;
  readonly roots: readonly Ref[];
  readonly outputs: readonly Ref[];
  /** How many inner nodes, parameters and inputs there are; refs count through them in this order. */
  readonly inner: number;
  readonly parameters: number;
  readonly inputs: number;
  /** The numbers of the constants. */
  readonly constants: readonly number[];
  /** The inputs that nothing reads, by their places in the list. */
  readonly unread: readonly number[];
  /** By inner node, the longest path from a leaf. */
  readonly levels: Int32Array;
  /** By inner node and parameter, 1 if it carries a gradient: it is a parameter, or depends on one and is reached from a root. */
  readonly active: Uint8Array;
}

export const isActive = ({ active }: Flat, ref: Ref): boolean => active[ref] === 1;
