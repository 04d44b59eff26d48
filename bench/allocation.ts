/**
 * The floor: objects of the size of a node that point at their operands, and nothing else. No number is computed and nothing is
 * sorted or walked, so their time is that of the language's memory alone; it grows with the graph, for every engine.
 */
export class AllocatedNode {
  readonly data = 0;
  grad = 0;
  protected readonly mark = 0;

  constructor(
    protected readonly rule: string,
    protected readonly x?: AllocatedNode,
    protected readonly y?: AllocatedNode,
  ) {}

  add(other: AllocatedNode): AllocatedNode {
    return new AllocatedNode("add", this, other);
  }

  mul(other: AllocatedNode): AllocatedNode {
    return new AllocatedNode("mul", this, other);
  }

  tanh(): AllocatedNode {
    return new AllocatedNode("tanh", this);
  }

  backward(): void {
    this.grad = 1;
  }
}
