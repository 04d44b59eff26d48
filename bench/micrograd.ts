/**
 * The baseline: a scalar engine written out as micrograd writes it (a closure, a parents list and a `Set` of what was seen), in
 * TypeScript. Only the sort keeps a stack of its own, since deep graphs would overflow the language's.
 */
export class MicrogradValue {
  grad = 0;
  private propagate: () => void = () => undefined;

  constructor(
    readonly data: number,
    private readonly parents: readonly MicrogradValue[] = [],
  ) {}

  add(other: MicrogradValue): MicrogradValue {
    const out = new MicrogradValue(this.data + other.data, [this, other]);
    out.propagate = () => {
      this.grad += out.grad;
      other.grad += out.grad;
    };
    return out;
  }

  mul(other: MicrogradValue): MicrogradValue {
    const out = new MicrogradValue(this.data * other.data, [this, other]);
    out.propagate = () => {
      this.grad += other.data * out.grad;
      other.grad += this.data * out.grad;
    };
    return out;
  }

  tanh(): MicrogradValue {
    const t = Math.tanh(this.data);
    const out = new MicrogradValue(t, [this]);
    out.propagate = () => {
      this.grad += (1 - t * t) * out.grad;
    };
    return out;
  }

  backward(): void {
    const order: MicrogradValue[] = [];
    const visited = new Set<MicrogradValue>([this]);
    const stack: { readonly node: MicrogradValue; next: number }[] = [{ node: this, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const parent = top.node.parents[top.next++];
      if (parent === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!visited.has(parent)) {
        visited.add(parent);
        stack.push({ node: parent, next: 0 });
      }
    }
    this.grad = 1;
    for (let i = order.length - 1; i >= 0; i--) order[i]?.propagate();
  }
}
