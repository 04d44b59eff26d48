/** `describe` and `test` as far as the project uses them: they note the tests of one file, to be run in any order. */
import { format } from "node:util";

export interface Test {
  /** The file, the titles around it, and its own. */
  readonly id: string;
  readonly run: () => unknown;
}

type Body = (...row: never[]) => unknown;
type Declare = (name: string, body: Body) => void;
interface Declaring extends Declare {
  each(rows: readonly unknown[]): Declare;
}

const withEach = (declare: Declare): Declaring =>
  Object.assign(declare, {
    each:
      (rows: readonly unknown[]): Declare =>
      (name, body) => {
        for (const given of rows) {
          const row = (Array.isArray(given) ? given : [given]) as never[];
          const places = name.match(/%[a-z]/g)?.length ?? 0;
          declare(format(name, ...row.slice(0, places)), () => body(...row));
        }
      },
  });

export class Suite {
  readonly tests: Test[] = [];
  private readonly titles: string[];

  constructor(file: string) {
    this.titles = [file];
  }

  readonly describe = withEach((name, body) => {
    this.titles.push(name);
    body();
    this.titles.pop();
  });

  readonly test = withEach((name, body) => {
    this.tests.push({ id: [...this.titles, name].join(" "), run: body });
  });
}
