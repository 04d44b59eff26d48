/** Where everything lies: slots of parameters and inputs first, then those of nodes and constants as they are asked for. */
import type { Flat, List, Ref } from "./units.js";
import type { Slot } from "./steps.js";

export interface Resolved {
  readonly isOfInputs: boolean;
  readonly slots: Int32Array;
  /** Distance of successive elements, or undefined where it varies. */
  readonly stride: number | undefined;
}

export class Slots {
  readonly constants: (readonly [Slot, number])[] = [];
  private next: Slot;
  private readonly slotsOfInner: Int32Array;
  private readonly slotsOfConstants: Int32Array;
  private readonly byValue = new Map<string, Slot>();
  private readonly lists = new Map<List, Resolved>();

  constructor(private readonly flat: Flat) {
    this.next = flat.parameters + flat.inputs;
    this.slotsOfInner = new Int32Array(flat.inner).fill(-1);
    this.slotsOfConstants = new Int32Array(flat.constants.length).fill(-1);
  }

  get count(): number {
    return this.next;
  }

  /** The first of so many consecutive slots. */
  take(count: number): Slot {
    this.next += count;
    return this.next - count;
  }

  assign(inner: Ref, slot: Slot): void {
    this.slotsOfInner[inner] = slot;
  }

  private constantSlot(value: number): Slot {
    const key = Object.is(value, -0) ? "-0" : String(value);
    let slot = this.byValue.get(key);
    if (slot === undefined) {
      slot = this.next++;
      this.byValue.set(key, slot);
      this.constants.push([slot, value]);
    }
    return slot;
  }

  of(ref: Ref): Slot {
    const { inner, parameters, inputs } = this.flat;
    if (ref < inner) return this.slotsOfInner[ref] as Slot;
    const constant = ref - inner - parameters - inputs;
    if (constant < 0) return ref - inner;
    const known = this.slotsOfConstants[constant] as Slot;
    return known >= 0 ? known : this.constantSlot(this.flat.constants[constant] as number);
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
    for (const constant of fresh) {
      this.slotsOfConstants[constant] = this.next;
      this.constants.push([this.next++, constants[constant] as number]);
    }
  }

  resolve(list: List): Resolved {
    let resolved = this.lists.get(list);
    if (resolved === undefined) {
      this.placeConstants(list.refs);
      const slots = list.refs.map((ref) => this.of(ref));
      const stride = slots.length < 2 ? 0 : (slots[1] as Slot) - (slots[0] as Slot);
      const even = slots.every((slot, i) => i === 0 || slot - (slots[i - 1] as Slot) === stride);
      const { inner, parameters, inputs } = this.flat;
      const isInput = (ref: Ref): boolean => ref >= inner + parameters && ref < inner + parameters + inputs;
      resolved = { isOfInputs: list.refs.every(isInput), slots, stride: even ? stride : undefined };
      this.lists.set(list, resolved);
    }
    return resolved;
  }
}
