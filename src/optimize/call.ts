/**
 * Calls of the caller's function, which takes its variables one by one, `(x, y) => …`, or in a list, `(x: Value[]) => …`. A function does not say
 * which of the two it wants, so its first call finds out. Next: minimize.ts.
 */
import { spread } from "../engine/value-checks.js";
import { Value } from "../engine/value.js";

/** A function of as many Values as there are variables, or of one list of them. */
export type Objective<R> = ((...x: Value[]) => R) | ((x: Value[]) => R);

type OnList = (x: Value[]) => unknown;

const isValue = (result: unknown): boolean => result instanceof Value;
/** Whether a result is what `f` should give: a Value, or a list of them. */
const isResult = (result: unknown): boolean =>
  isValue(result) || (Array.isArray(result) && result.every(isValue));

/** The function as one of a list. */
export function onList<R>(f: Objective<R>): (x: Value[]) => R {
  const inList = f as OnList;
  const oneByOne: OnList = (x) => spread(f as (...x: Value[]) => unknown, x, "minimize");
  // With one parameter the list comes first: a function of one Value fails on a list, which has no `mul`; but a function of a list may
  // go on with a Value, whose `length` is undefined, and give a wrong number.
  const forms = f.length === 1 ? [inList, oneByOne] : f.length === 0 ? [oneByOne, inList] : [oneByOne];
  let form: OnList | undefined;
  return (x) => {
    if (form !== undefined) return form(x) as R;
    const tries: Attempt[] = [];
    for (const each of forms) {
      const tried = attempt(() => each(x));
      if (isResult(tried.result)) {
        form = each;
        return tried.result as R;
      }
      tries.push(tried);
    }
    const { result, error } = tries.find((one) => one.error === undefined) ?? toldBy(tries);
    if (error !== undefined) throw error.thrown;
    return result as R;
  };
}

interface Attempt {
  readonly result?: unknown;
  readonly error?: { readonly thrown: unknown };
}

/** Which of two failures to tell: a TypeError is likely that of the wrong form. */
const toldBy = (tries: readonly Attempt[]): Attempt =>
  tries.find(({ error }) => !(error?.thrown instanceof TypeError)) ?? (tries[0] as Attempt);

function attempt(call: () => unknown): Attempt {
  try {
    return { result: call() };
  } catch (thrown) {
    return { error: { thrown } };
  }
}
