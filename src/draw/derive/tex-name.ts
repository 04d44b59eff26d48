/** A label as TeX that shows exactly these characters. */

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

const escaped = (text: string): string =>
  text
    .normalize("NFC")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    // Accents that no letter has taken up are not TeX.
    .replaceAll(/[\p{Cs}\p{Noncharacter_Code_Point}\u0300-\u036f]/gu, "\ufffd")
    .replaceAll(/[\\~^#$%&_{}]/g, (character) => ESCAPES[character] ?? `\\${character}`);

/** `x`, `v_{3}`, `\text{apple count}`; a number as it is. */
export function texName(name: string): string {
  if (/^[\p{Script=Latin}\p{Script=Greek}]$/u.test(name)) return name;
  const [, letter, index] = /^([a-zA-Z])_?(\d+)$/.exec(name) ?? [];
  if (letter !== undefined && index !== undefined) return `${letter}_{${index}}`;
  if (/^−?[\d.]+(e-?\d+)?$/.test(name)) return name.replace("−", "-");
  return `\\text{${escaped(name)}}`;
}
