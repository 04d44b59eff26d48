/**
 * Numbers of a row in either precision. In single precision every step of an expression is rounded where all of them are instructions of
 * the machine; one that calls a function of the host is computed in double precision and rounded once. Written apart from the
 * compiler's own terms, so that one checks the other. Next: reference.ts.
 */
import { fold, isZero, variable, type FixedOp, type Op, type Sym } from "../../src/ops/index.js";

export type Precision = "f64" | "f32";
export const rounding: Readonly<Record<Precision, (x: number) => number>> = {
  f64: (x) => x,
  f32: Math.fround,
};

/** A function of the operands of an operation, or for a local gradient of the operands and the result. */
export type Numeric = (at: readonly number[]) => number;

export interface FixedNumerics {
  readonly value: Numeric;
  /** One for each operand, to be rounded once multiplied; undefined where it is 0 whatever the operands are. */
  readonly gradients: readonly (Numeric | undefined)[];
}

const made: Readonly<Record<Precision, Map<Op, FixedNumerics>>> = { f64: new Map(), f32: new Map() };

export function numericsOf(row: FixedOp, precision: Precision): FixedNumerics {
  const known = made[precision].get(row);
  if (known !== undefined) return known;
  const names = [...row.operands, "out"];
  const numerics = {
    value: apply(
      row,
      row.operands.map((_, i) => (at) => at[i] as number),
      precision,
    ),
    gradients: row
      .gradients()
      .map((gradient) => (isZero(gradient) ? undefined : expression(gradient, names, precision))),
  };
  made[precision].set(row, numerics);
  return numerics;
}

/** Whether an expression calls a function that is no instruction of the machine. */
const callsHost = (sym: Sym): boolean =>
  fold<boolean>(sym, {
    variable: () => false,
    constant: () => false,
    apply: (op, args) => args.some(Boolean) || isHost(op as FixedOp),
  });

function isHost({ wasm, lowered, operands }: FixedOp): boolean {
  if (wasm !== undefined) return false;
  return lowered === undefined || callsHost(lowered(...operands.map(variable)));
}

function expression(sym: Sym, names: readonly string[], precision: Precision): Numeric {
  const inner = callsHost(sym) ? "f64" : precision;
  const round = rounding[inner];
  return fold<Numeric>(sym, {
    variable: (name) => {
      const i = names.indexOf(name);
      return (at) => at[i] as number;
    },
    constant: (value) => () => round(value),
    apply: (op, args) => apply(op as FixedOp, args, inner),
  });
}

function apply(row: FixedOp, args: readonly Numeric[], precision: Precision): Numeric {
  const round = rounding[precision];
  if (precision === "f32" && !isHost(row) && row.lowered !== undefined) {
    const lowered = expression(row.lowered(...row.operands.map(variable)), row.operands, precision);
    return (at) => lowered(args.map((arg) => arg(at)));
  }
  return (at) => round(row.num(...args.map((arg) => arg(at))));
}
