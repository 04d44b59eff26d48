/** Names for a character model to learn from: made of syllables, so they need no package and run in browsers too. */

const syllables = (text: string): string[] => text.split(" ");

const FIRST = syllables(
  "a ad al am an ang ar au ba be ben bri ca car char chris da dan de don e ed el em er fe flo fran ge ha har he hen i is ja jo " +
    "ju ka ke ki la le leo li lo lu ma mar me mi na ni no o oli pa pe pri quin ra ri ro ru sa se ste su ta te tho va vi wal wi " +
    "xan ya ze",
);
/** Those that stand only before a consonant. */
const MIDDLE = syllables("be de la le li lo na ni ra ri ro vi");
const LAST = syllables(
  "a ah an anna as el ella en er ette ey ia ie in ina ine is issa on y bel bert by da den dia don dra fred la lee lia lin lyn ma " +
    "man mer mes mi na nah nie nora rah ric rie ron ry sa sha son ta than ton via vin win",
);
const BEFORE_MIDDLE = LAST.filter((last) => !/^[aeiouy]/.test(last));

/**
 * Some 39,000 names in small letters, each once, in alphabetical order: every first syllable with every last one, and with another syllable
 * between them. Names such as emma, olivia and noah are among them; most are made up.
 * @example
 * loadNames().includes("emma"); // true
 */
export function loadNames(): string[] {
  const names = FIRST.flatMap((first) => [
    ...LAST.map((last) => first + last),
    ...MIDDLE.flatMap((middle) => BEFORE_MIDDLE.map((last) => first + middle + last)),
  ]);
  return [...new Set(names)].sort();
}
