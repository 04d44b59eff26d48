/**
 * Units → groups: those of one level (the longest path from a leaf) that do the same on operands of the same kind, which may become a nest of loops.
 * Next: schedule.ts places each group.
 */
import { isActive, type Flat, type Unit } from "./flat-graph.js";

/** Visits the units of each level in groups: of equal form, of lists as long, and with gradients passing through the same operands. */
export function eachGroup(flat: Flat, visit: (group: readonly Unit[]) => void): void {
  const { units } = flat;
  const [order, ends] = byLevel(flat);
  ends.forEach((end, level) => {
    const start = level === 0 ? 0 : (ends[level - 1] as number);
    if (end - start < 2) {
      // A chain is a million levels of one unit each.
      if (end > start) visit([order[start] as Unit]);
      return;
    }
    const groups = new Map<string, Unit[]>();
    for (const unit of order.subarray(start, end)) {
      const { scalars, lists } = units.formOf(unit);
      let key = `${String(units.formNumber(unit))} ${isActive(flat, units.nodeOf(unit)) ? "a" : "c"}`;
      for (let k = 0; k < scalars; k++) key += isActive(flat, units.scalarOf(unit, k)) ? "a" : "c";
      for (let k = 0; k < lists; k++) {
        const list = units.listOf(unit, k);
        key += `${units.isActive(list) ? "a" : "c"}${String(units.lengthOf(list))}`;
      }
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [unit]);
      else group.push(unit);
    }
    for (const group of groups.values()) visit(group);
  });
}

/** The units in the order of their levels, and where each level ends. */
function byLevel({ units, levels }: Flat): [order: Int32Array, ends: Int32Array] {
  const levelOf = (unit: Unit): number => levels[units.nodeOf(unit)] as number;
  let deepest = 0;
  for (let unit = 0; unit < units.length; unit++) deepest = Math.max(deepest, levelOf(unit));
  const starts = new Int32Array(deepest + 2);
  for (let unit = 0; unit < units.length; unit++) (starts[levelOf(unit) + 1] as number)++;
  for (let level = 0; level <= deepest; level++) (starts[level + 1] as number) += starts[level] as number;
  const order = new Int32Array(units.length);
  // Each start moves on to the end of its level.
  for (let unit = 0; unit < units.length; unit++) order[(starts[levelOf(unit)] as number)++] = unit;
  return [order, starts.subarray(0, -1)];
}
