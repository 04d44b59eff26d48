/** Writes an expression out, by the notation of the operations that it is made of. */
import { Level, type Notation } from "./notation.js";
import { fold, type Algebra, type Op, type Sym } from "./sym.js";

/** An expression written out, and how tightly it binds. */
interface Written {
  readonly written: string;
  readonly level: Level;
}

/** Prints an expression as text or TeX; `names` says how its variables are written, and `notationOf` how its operations are. */
export function print(
  root: Sym,
  form: "text" | "tex",
  names: (variable: string) => string = (name) => name,
  notationOf: (op: Op) => Notation = ({ notation }) => notation,
): string {
  const brackets = form === "tex" ? ["\\left(", "\\right)"] : ["(", ")"];
  const algebra: Algebra<Written> = {
    variable: (name) => ({ written: names(name), level: Level.atom }),
    constant: (value) => ({ written: String(value), level: value < 0 ? Level.sign : Level.atom }),
    apply: (op, args) => {
      const { level, needs, texNeeds = needs, ...notation } = notationOf(op);
      const needed = form === "tex" ? texNeeds : needs;
      const operands = args.map((arg, i) =>
        arg.level >= (needed[i] ?? Level.comparison) ? arg.written : brackets.join(arg.written),
      );
      return { written: notation[form](...operands), level };
    },
  };
  return fold(root, algebra).written;
}
