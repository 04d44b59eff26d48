/** Update rules for programs: the assignments of a rule become statements over the parameters, their gradients and the rule's own state. */
import { anyNumber, isArray } from "../arguments/checks.js";
import { record } from "../arguments/options.js";
import { checkRule, stepsOf, type UpdateRule } from "../optim/update-rule.js";
import { ChainruleError } from "../errors.js";
import type { Machine, Numbers, Update } from "./backend.js";
import type { Access, Statement } from "./ir/statement.js";
import { load, termOf } from "./ir/term.js";

/** A step is short, so the settings are read by name only where they are wrong. */
function checkSettings(rule: UpdateRule, settings: Readonly<Record<string, number>>): void {
  if (isFilled(rule, settings)) return;
  record(Object.fromEntries(rule.settings.map((name) => [name, anyNumber])))(settings, "Program: settings");
}

function isFilled({ settings: names }: UpdateRule, settings: Readonly<Record<string, unknown>>): boolean {
  try {
    const isWhole = Object.keys(settings).length === names.length;
    return isWhole && !isArray(settings) && names.every((name) => typeof settings[name] === "number");
  } catch {
    return false;
  }
}

/** An update rule as it runs. Its state holds what it keeps, then its temporaries, both name by name, then its settings. */
interface Ready extends Update {
  /** Where the settings begin. */
  readonly settings: number;
}

export class ProgramUpdater {
  private readonly updates = new Map<UpdateRule, Ready>();
  private owner: UpdateRule | undefined;

  constructor(
    private readonly machine: Machine,
    /** How many parameters there are; theirs are the first of the values. */
    private readonly count: number,
  ) {}

  update(rule: UpdateRule, settings: Readonly<Record<string, number>>): void {
    const ready = this.ready(rule, true);
    checkSettings(rule, settings);
    rule.settings.forEach((name, i) => (ready.state[ready.settings + i] = settings[name] as number));
    ready.run();
  }

  /** What a rule keeps, name by name, one number per parameter. */
  stateOf(rule: UpdateRule): Numbers {
    return this.ready(rule, false).state.subarray(0, rule.state.length * this.count);
  }

  private ready(rule: UpdateRule, isStep: boolean): Ready {
    let ready = this.updates.get(rule);
    if (ready === undefined) checkRule(rule, "Program: rule");
    if (isStep && this.owner !== rule && rule.state.length > 0) {
      if (this.owner !== undefined) {
        throw new ChainruleError(
          "Program: another update rule keeps its state here, expected one such rule per program",
        );
      }
      this.owner = rule;
    }
    if (ready === undefined) {
      ready = this.make(rule);
      this.updates.set(rule, ready);
    }
    return ready;
  }

  private make(rule: UpdateRule): Ready {
    const { machine, count } = this;
    const { temporaries, assignments } = stepsOf(rule);
    const kept = [...rule.state, ...temporaries];
    const settings = kept.length * count;
    const along = (space: Access["space"], first: number): Access => ({ space, first, strides: [1] });
    const places = new Map<string, Access>([
      ["p", along("value", 0)],
      ["g", along("adjoint", 0)],
      ...kept.map((name, k) => [name, along("state", k * count)] as const),
      ...rule.settings.map(
        (name, i) => [name, { space: "state", first: settings + i, strides: [0] }] as const,
      ),
    ]);
    const names = [...places.keys()];
    const bindings = Object.fromEntries(names.map((name, i) => [name, load(i)]));
    const statements = assignments.map(({ target, value }): Statement => ({
      loops: [count],
      target: places.get(target) as Access,
      mode: "assign",
      loads: [...places.values()],
      term: termOf(value, bindings),
    }));
    const update = machine.update(count === 0 ? [] : statements, settings + rule.settings.length);
    return { ...update, settings };
  }
}
