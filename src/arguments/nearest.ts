/** What a wrong name may have meant. */

/** The most letters by which a name may differ from what was meant. */
const MOST_LETTERS = 3;
/** A beginning of fewer letters says too little. */
const LEAST_BEGINNING = 3;

/** Without what spellings differ in: `batch_size`, `batch-size` and `BatchSize` are one name. */
const plain = (name: string): string => name.replaceAll(/[_\-\s]/g, "").toLowerCase();

/** `learningRate` → `lr`. */
const initials = (name: string): string => (name.match(/^.|\p{Lu}/gu) ?? []).join("").toLowerCase();

/**
 * The name that was probably meant: one that is spelled another way, has these initials or this beginning, or differs by the fewest
 * letters, by at most half of them and three.
 */
export function nearest(wrong: string, names: readonly string[]): string | undefined {
  const given = plain(wrong);
  const short =
    names.find((name) => plain(name) === given) ??
    names.find((name) => given.length > 1 && initials(name) === given) ??
    names.find((name) => given.length >= LEAST_BEGINNING && plain(name).startsWith(given));
  if (short !== undefined) return short;
  const most = Math.min(MOST_LETTERS, Math.floor(given.length / 2));
  const [best] = names
    .filter((name) => Math.abs(plain(name).length - given.length) <= most)
    .map((name) => ({ name, distance: editDistance(given, plain(name)) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

/** `; did you mean tanh?`, or which names there are. */
export function suggestion(wrong: string, names: readonly string[], introduction: string): string {
  const meant = nearest(wrong, names);
  return meant === undefined ? `; ${introduction} ${names.join(", ")}` : `; did you mean ${meant}?`;
}

/** How many letters must be put in, left out or changed to get from one text to the other (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, (above[j] as number) + 1, (row[j - 1] as number) + 1));
    }
    above = row;
  }
  return above[b.length] as number;
}
