/** How a Value shows itself: as text, in a console, in JSON. Next: generated/methods.ts adds a method for each operation. */
import { textOnly } from "./guards.js";

export abstract class Shown {
  declare data: number;
  declare grad: number;
  abstract readonly label: string;
  /** The name of the operation that made this node, or `"leaf"` or `"constant"`. */
  abstract readonly op: string;

  toString(): string {
    const label = this.label === "" ? "" : `, label=${JSON.stringify(this.label)}`;
    return `Value(data=${String(this.data)}, grad=${String(this.grad)}, op=${this.op}${label})`;
  }

  /**
   * `${x}` prints a Value.
   * @throws ChainruleError for an operator that needs a number: `x * 2`, `x < y`, `+x`.
   */
  [Symbol.toPrimitive](hint: string): string {
    return textOnly(
      hint,
      this.toString(),
      "write x.add(y), x.mul(y) …, x.greater(y), or x.data for its number",
    );
  }

  /** JSON shows what a Value shows: its numbers, its label and its operation, not the graph below it. */
  toJSON(): { data: number; grad: number; label: string; op: string } {
    const { data, grad, label, op } = this;
    return { data, grad, label, op };
  }

  /** Says that it is no plain object, so that frameworks which wrap those in a Proxy (Vue, for one) leave it alone. */
  get [Symbol.toStringTag](): string {
    return "Value";
  }

  /** `console.log` in Node shows the node and not the graph below it. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
