/** Where everything lies: slots of parameters and inputs first, then those of nodes and constants as they are asked for. */
import { Packed } from "./packed.js";
import { shapeOf } from "./shapes.js";
import type { Slot } from "../ir/statement.js";
import type { Flat, List, Ref } from "./flat-graph.js";

/** So many different numbers share slots; constants beyond them have slots of their own. */
const MOST_SHARED = 1 << 16;

/** The shape of a list whose elements are not affine in any loops. */
const IRREGULAR = -(2 ** 31);
const [UNRESOLVED, RESOLVED, OF_INPUTS] = [0, 1, 2];

export class Slots {
  /** The slots of constants, each with its number. */
  readonly constants: Iterable<readonly [Slot, number]> = {
    [Symbol.iterator]: () => this.eachConstant(),
  };

  private next: Slot;
  private readonly slotsOfInner: Int32Array;
  private readonly slotsOfConstants: Int32Array;
  private readonly byValue = new Map<number | "-0", Slot>();
  private readonly placed = new Packed();
  private readonly numbers: number[] = [];
  /** By element of all lists, its slot; by list, the number of its shape, and whether both are known. */
  private readonly elements: Int32Array;
  private readonly shapes: Int32Array;
  private readonly states: Uint8Array;
  private readonly numbersOfShapes = new Map<string, number>();

  constructor(private readonly flat: Flat) {
    const { units, parameters, inputs, inner, constants } = flat;
    this.next = parameters + inputs;
    this.slotsOfInner = new Int32Array(inner).fill(-1);
    this.slotsOfConstants = new Int32Array(constants.length).fill(-1);
    this.elements = new Int32Array(units.startOf(units.lists));
    this.shapes = new Int32Array(units.lists);
    this.states = new Uint8Array(units.lists);
  }

  get count(): number {
    return this.next;
  }

  private *eachConstant(): Iterator<readonly [Slot, number]> {
    for (let i = 0; i < this.placed.length; i++) yield [this.placed.at(i), this.numbers[i] as number];
  }

  /** The first of so many consecutive slots. */
  take(count: number): Slot {
    this.next += count;
    return this.next - count;
  }

  assign(inner: Ref, slot: Slot): void {
    this.slotsOfInner[inner] = slot;
  }

  /** A new slot that holds a number. */
  private hold(x: number): Slot {
    this.placed.push(this.next);
    this.numbers.push(x);
    return this.next++;
  }

  private constantSlot(constant: number): Slot {
    const x = this.flat.constants[constant] as number;
    const key = Object.is(x, -0) ? "-0" : x;
    let slot = this.byValue.get(key);
    if (slot === undefined) {
      slot = this.hold(x);
      if (this.byValue.size < MOST_SHARED) this.byValue.set(key, slot);
      else this.slotsOfConstants[constant] = slot;
    }
    return slot;
  }

  of(ref: Ref): Slot {
    const { inner, parameters, inputs } = this.flat;
    if (ref < inner) return this.slotsOfInner[ref] as Slot;
    const constant = ref - inner - parameters - inputs;
    if (constant < 0) return ref - inner;
    const known = this.slotsOfConstants[constant] as Slot;
    return known >= 0 ? known : this.constantSlot(constant);
  }

  /** Gives constants that stand side by side slots of their own, so that they can be read in a loop. */
  placeConstants(refs: ArrayLike<Ref>): void {
    const { inner, parameters, inputs, constants } = this.flat;
    const firstConstant = inner + parameters + inputs;
    const fresh: number[] = [];
    let allEqual = true;
    for (let i = 0; i < refs.length; i++) {
      const constant = (refs[i] as Ref) - firstConstant;
      if (constant < 0) return;
      if ((this.slotsOfConstants[constant] as Slot) < 0) fresh.push(constant);
      allEqual &&= Object.is(constants[constant], constants[(refs[0] as Ref) - firstConstant]);
    }
    if (allEqual) return;
    for (const constant of fresh) this.slotsOfConstants[constant] = this.hold(constants[constant] as number);
  }

  /** The slots of the elements of a list. */
  slotsOf(list: List): Int32Array {
    const { units } = this.flat;
    const start = units.startOf(list);
    const slots = this.elements.subarray(start, start + units.lengthOf(list));
    if (this.states[list] === UNRESOLVED) this.resolve(list, slots);
    return slots;
  }

  /** Equal numbers for lists of equal shape whose slots were asked for; undefined where the elements are not affine. */
  shapeNumber(list: List): number | undefined {
    const shape = this.shapes[list] as number;
    return shape === IRREGULAR ? undefined : shape;
  }

  private numberOf(slots: Int32Array): number {
    const shape = shapeOf(slots);
    if (shape === undefined) return IRREGULAR;
    // Most lists are one loop: even numbers are twice its stride, odd ones count the others.
    if (shape.extents.length < 2) return 2 * (shape.strides[0] ?? 0);
    const key = `${shape.extents.join()} ${shape.strides.join()}`;
    const known = this.numbersOfShapes.get(key) ?? 2 * this.numbersOfShapes.size + 1;
    this.numbersOfShapes.set(key, known);
    return known;
  }

  /** True if the elements of a list whose slots were asked for are inputs. */
  isOfInputs(list: List): boolean {
    return this.states[list] === OF_INPUTS;
  }

  private resolve(list: List, slots: Int32Array): void {
    const { units, inner, parameters, inputs } = this.flat;
    const refs = units.elementsOf(list);
    this.placeConstants(refs);
    refs.forEach((ref, i) => (slots[i] = this.of(ref)));
    this.shapes[list] = this.numberOf(slots);
    const isInput = (ref: Ref): boolean => ref >= inner + parameters && ref < inner + parameters + inputs;
    this.states[list] = refs.every(isInput) ? OF_INPUTS : RESOLVED;
  }
}
