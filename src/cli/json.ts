/** What `--json` prints: one value on one line. */

/** JSON has no NaN and no infinities: they become the texts "NaN", "Infinity" and "-Infinity". */
export const toJson = (data: unknown): string =>
  `${JSON.stringify(data, (_, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value))}\n`;
