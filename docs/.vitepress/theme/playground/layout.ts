/** Pictures from the worker: one at a time, the newest wish first, and folded where drawing each node takes too long. */
import type { Numbers } from "./evaluated.js";
import { MOST_NODES, type Picture, type Scheme } from "./picture.js";

/** What is to be drawn; the scheme `file` stands for a picture to take away. */
export interface Wish {
  readonly text: string;
  readonly values: Numbers;
  readonly scheme: Scheme | "file";
}

export interface Wanted extends Wish {
  readonly mostNodes: number;
}

export type Answer = { readonly picture: Picture } | { readonly problem: string };

/** How many boxes are drawn when that took too long. */
const FEW_NODES = 40;
/** Milliseconds that a layout may take: crossing arrows cost more than many nodes do. */
const PATIENCE = 4000;

export class Layout {
  private worker: Promise<Worker> | undefined;
  private busy: Promise<unknown> = Promise.resolve();
  private readonly newest = new Map<boolean, Wish>();

  /**
   * The picture; undefined if another one of its kind was wished for before this one was begun.
   * @throws Error that says why there is none.
   */
  picture(wish: Wish): Promise<Picture | undefined> {
    const isFile = wish.scheme === "file";
    this.newest.set(isFile, wish);
    const drawn = this.busy.then(() => (this.newest.get(isFile) === wish ? this.drawn(wish) : undefined));
    this.busy = drawn.catch(() => undefined);
    return drawn;
  }

  /** Ends the thread. */
  close(): void {
    void this.worker?.then((worker) => {
      worker.terminate();
    });
    this.worker = undefined;
  }

  private async drawn(wish: Wish): Promise<Picture> {
    const answer =
      (await this.ask({ ...wish, mostNodes: MOST_NODES }, PATIENCE)) ??
      (await this.ask({ ...wish, mostNodes: FEW_NODES }));
    if (answer === undefined || "problem" in answer) throw new Error(answer?.problem);
    return answer.picture;
  }

  /** Undefined if it took too long; then the worker is given up. */
  private async ask(wanted: Wanted, patience?: number): Promise<Answer | undefined> {
    const worker = await (this.worker ??= started());
    worker.postMessage(wanted);
    const answer = await Promise.race([next(worker), ...(patience === undefined ? [] : [after(patience)])]);
    if (answer === undefined) this.close();
    return answer;
  }
}

const after = (milliseconds: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds, undefined));

const next = (worker: Worker): Promise<Answer> =>
  new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      resolve(data);
    };
    worker.onerror = ({ message }) => {
      resolve({ problem: message });
    };
  });

/** A worker that has said its first word, so that loading it costs no patience. */
async function started(): Promise<Worker> {
  const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  await next(worker);
  return worker;
}
