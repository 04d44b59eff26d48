/**
 * Whole numbers in one typed array that grows: four bytes each, and one object to the garbage collector. A graph of millions of operations
 * goes through the compiler as such lists. Next: flat-graph.ts.
 */
export class Packed {
  private numbers = new Int32Array(64);
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(x: number): void {
    if (this.count === this.numbers.length) {
      const { numbers } = this;
      this.numbers = new Int32Array(2 * numbers.length);
      this.numbers.set(numbers);
    }
    this.numbers[this.count++] = x;
  }

  at(i: number): number {
    return this.numbers[i] as number;
  }

  /** The numbers from one place to before another, as they are until the next `push`. */
  between(from: number, to: number): Int32Array<ArrayBuffer> {
    return this.numbers.subarray(from, to);
  }

  /** The same in a list of their own, which takes less time where they are few. */
  listed(from: number, to: number): number[] {
    const list: number[] = [];
    for (let i = from; i < to; i++) list.push(this.at(i));
    return list;
  }

  /** All of them, without the room for more. */
  all(): Int32Array<ArrayBuffer> {
    return this.between(0, this.count);
  }
}
