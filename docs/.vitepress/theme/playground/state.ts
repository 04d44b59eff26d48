/**
 * Everything that is on the page, as Vue refs. While a slider moves only `at` changes, at once; pictures, formulas and the address follow
 * when it rests.
 */
import { ChainruleError } from "chainrule";
import { expression as read, type Expression } from "chainrule/parse";
import {
  computed,
  onScopeDispose,
  ref,
  shallowRef,
  watch,
  type ComputedRef,
  type Ref,
  type ShallowRef,
} from "vue";
import { evaluated, passes, type Evaluated, type Numbers } from "./evaluated.js";
import { input, inputsFor, moved, numbersOf, type Input } from "./inputs.js";
import { Layout } from "./layout.js";
import { boldIds, stays, type Picture, type Scheme } from "./picture.js";
import { presets, type Preset } from "./presets.js";
import type { Shown } from "./view.js";

/** Milliseconds after the last change of text or slider. */
const REST = 120;
/** Letters of an expression that is read with every key; a longer one is read when typing rests. */
const SHORT = 1000;

export interface Playground {
  readonly text: Ref<string>;
  readonly preset: ComputedRef<string>;
  readonly inputs: ShallowRef<readonly Input[]>;
  readonly expression: ShallowRef<Expression | undefined>;
  /** What is wrong with the text; empty if nothing is. */
  readonly problem: Ref<string>;
  /** The last graph that could be read, at the values of now, and as it was when all came to rest. */
  readonly at: ShallowRef<Evaluated | undefined>;
  readonly rested: ShallowRef<Evaluated | undefined>;
  readonly picture: ShallowRef<Picture | undefined>;
  /** Whether a picture is under way. */
  readonly isDrawing: Ref<boolean>;
  /** How many operations have passed their gradient on, and how many there are. */
  readonly step: Ref<number>;
  readonly steps: ComputedRef<number>;
  readonly chosen: Ref<number | undefined>;
  readonly shown: ComputedRef<Shown>;
  move(name: string, value: number): void;
  take(preset: Preset): void;
  open(text: string, values: Numbers): void;
  /** The graph of now as an SVG file. @throws Error if it is too large to be drawn. */
  file(): Promise<string>;
}

/** A call that waits until none has come for a while. */
function atRest(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(then, REST);
  };
}

export function usePlayground(scheme: Ref<Scheme>): Playground {
  const text = ref("");
  const inputs = shallowRef<readonly Input[]>([]);
  const expression = shallowRef<Expression>();
  const problem = ref("");
  const at = shallowRef<Evaluated>();
  const rested = shallowRef<Evaluated>();
  const picture = shallowRef<Picture>();
  const isDrawing = ref(false);
  const step = ref(0);
  const chosen = ref<number>();
  const known = new Map<string, Input>();
  const order = computed(() => (rested.value === undefined ? [] : passes(rested.value)));
  const steps = computed(() => order.value.length);

  const layout = new Layout();
  onScopeDispose(() => {
    layout.close();
  });
  /** The text of the last expression that could be read. */
  let readable = "";

  const draw = async (): Promise<void> => {
    const current = at.value;
    if (current === undefined) return;
    const old = picture.value;
    if (current.expression === rested.value?.expression && old && stays(old, current, scheme.value)) {
      rested.value = current;
      return;
    }
    isDrawing.value = true;
    try {
      const drawn = await layout.picture({ text: readable, values: current.values, scheme: scheme.value });
      if (drawn === undefined) return;
      rested.value = current;
      picture.value = drawn;
    } catch (error) {
      problem.value = (error as Error).message;
    }
    isDrawing.value = false;
  };

  const drawAtRest = atRest(() => void draw());

  const evaluate = (source: Expression, next: readonly Input[]): void => {
    at.value = evaluated(source, numbersOf(next));
    inputs.value = next;
    for (const one of next) known.set(one.name, one);
    drawAtRest();
  };

  const readText = (): void => {
    try {
      const source = read(text.value);
      readable = text.value;
      evaluate(source, inputsFor(source.inputs, known));
      expression.value = source;
      problem.value = "";
      step.value = at.value === undefined ? 0 : passes(at.value).length;
      chosen.value = undefined;
    } catch (error) {
      if (!(error instanceof ChainruleError)) throw error;
      problem.value = error.message.replace(/^parse: /, "");
    }
  };
  const readAtRest = atRest(readText);
  watch(
    text,
    () => {
      if (text.value.length <= SHORT) readText();
      else readAtRest();
    },
    { flush: "sync" },
  );
  watch(scheme, () => void draw());

  const start = (from: string, given: readonly Input[]): void => {
    for (const one of given) known.set(one.name, one);
    if (text.value === from) readText();
    else text.value = from;
  };

  const shown = computed((): Shown => {
    const [current, picked] = [rested.value, chosen.value];
    const index = new Map(current?.nodes.map((node, i) => [node, i]));
    const done = order.value.slice(0, step.value).map((node) => index.get(node) ?? NaN);
    const node = picked === undefined ? undefined : current?.nodes[picked];
    return {
      done: new Set(done),
      current: step.value < steps.value ? done.at(-1) : undefined,
      chosen: picked,
      bold: current === undefined || node === undefined || node.op === "constant" ? new Set() : boldIds(current, node), // prettier-ignore
    };
  });

  return {
    text,
    preset: computed(() => presets.find((preset) => preset.text === text.value)?.id ?? ""),
    ...{ inputs, expression, problem, at, rested, picture, isDrawing, step, steps, chosen, shown },
    move: (name, value) => {
      const source = expression.value;
      if (source === undefined || !Number.isFinite(value)) return;
      evaluate(source, inputs.value.map((one) => (one.name === name ? moved(one, value) : one))); // prettier-ignore
    },
    file: async () => {
      const drawn = await layout.picture({ text: readable, values: at.value?.values ?? {}, scheme: "file" });
      return drawn?.svg ?? "";
    },
    take: (preset) => {
      start(preset.text, preset.inputs);
    },
    open: (from, values) => {
      const example = presets.find((preset) => preset.text === from);
      const ranges = new Map((example?.inputs ?? []).map((one) => [one.name, one]));
      start(from, Object.entries(values).map(([name, value]) => moved(ranges.get(name) ?? input(name, value), value))); // prettier-ignore
    },
  };
}
