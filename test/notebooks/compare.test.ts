/** The comparison of a run with the committed notebook: planted differences are found, and what may vary is let through. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { differences, IGNORE_OUTPUT, TOLERANCE } from "../../scripts/notebooks/compare.js";
import { withOutputs, type Notebook, type Output } from "../../scripts/notebooks/format.js";
import { projectRoot } from "../child.js";

const stream = (text: string, name = "stdout"): Output => ({ output_type: "stream", name, text });
const picture = (svg: string): Output => ({ output_type: "display_data", data: { "image/svg+xml": svg } });

const notebook = (outputs: readonly Output[], tags: readonly string[] = []): Notebook => ({
  cells: [
    { cell_type: "markdown", id: "text-1", metadata: {}, source: "prose" },
    { cell_type: "code", id: "code-1", metadata: { tags }, source: "code", outputs },
  ],
  metadata: { kernelspec: { name: "tslab" } },
  nbformat: 4,
  nbformat_minor: 5,
});
const compared = (committed: readonly Output[], run: readonly Output[], tags?: readonly string[]): string[] =>
  differences(notebook(committed, tags), notebook(run, tags));

describe("numbers", () => {
  test.each([
    ["price 220", "price 221", "220 became 221"],
    ["0.01821127", "0.01821427", "0.01821127 became 0.01821427"],
    ["[ 1, -1 ]", "[ 1, 1 ]", "-1 became 1"],
    ["1e-3", "1e-2", "1e-3 became 1e-2"],
    ["1000000", "1000002", "1000000 became 1000002"],
    ["−2 of 3", "2 of 3", "−2 became 2"],
  ])("%s is not %s", (before, now, message) => {
    expect(compared([stream(before)], [stream(now)])).toEqual([`cell 2 (code-1): stream stdout: ${message}`]);
  });

  test.each([
    ["price 220", "price 220.0"],
    ["2.3e-11", "9.9e-12"],
    ["0.3", String(0.3 + TOLERANCE / 2)],
    ["1000000", "1000000.5"],
  ])("%s is %s, to the tolerance", (before, now) => {
    expect(compared([stream(before)], [stream(now)])).toEqual([]);
  });

  test("a number that is missing, and one too many", () => {
    expect(compared([stream("1 2")], [stream("1")])).toHaveLength(1);
    expect(compared([stream("1")], [stream("1 2")])).toHaveLength(1);
    expect(compared([stream("1")], [stream("NaN")])).toHaveLength(1);
  });
});

describe("text and kinds", () => {
  test("a word that changed", () => {
    expect(compared([stream("agrees")], [stream("differs")])).toEqual([
      'cell 2 (code-1): stream stdout: "agrees" became "differs"',
    ]);
  });

  test("an output that is missing, and an error that was not there", () => {
    expect(compared([stream("1")], [])).toEqual(["cell 2 (code-1): showed stream stdout, now nothing"]);
    expect(compared([stream("1")], [stream("1"), stream("no", "stderr")])).toHaveLength(1);
    expect(compared([picture("<svg/>")], [stream("1")])).toHaveLength(1);
  });

  test("a stream in one piece or several is the same", () => {
    expect(compared([stream("a 1\nb 2")], [stream("a 1\n"), stream("b 2")])).toEqual([]);
  });

  test("a cell that is tagged may say anything, but has to say it", () => {
    expect(compared([stream("12 µs")], [stream("90 µs, slow")], [IGNORE_OUTPUT])).toEqual([]);
    expect(compared([stream("12 µs")], [], [IGNORE_OUTPUT])).toHaveLength(1);
  });

  test("a cell too few", () => {
    const whole = notebook([]);
    expect(differences(whole, { ...whole, cells: whole.cells.slice(1) })).toEqual(["has 2 cells, the run 1"]);
  });
});

describe("pictures", () => {
  const svg = (text: string, rest = "", color = "red"): string =>
    `<svg xmlns="http://www.w3.org/2000/svg"><g class="node"><path fill="${color}" d="M1 2"/><text x="3">${text}</text>${rest}</g></svg>`;

  test("places and colours may change", () => {
    const moved = svg("2.2", "", "blue").replace("M1 2", "M7 8").replace('x="3"', 'x="30"');
    expect(compared([picture(svg("2.2"))], [picture(moved)])).toEqual([]);
  });

  test("labels and elements may not", () => {
    expect(compared([picture(svg("2.2"))], [picture(svg("2.3"))])).toEqual([
      "cell 2 (code-1): image/svg+xml: 2.2 became 2.3",
    ]);
    expect(compared([picture(svg("apple"))], [picture(svg("orange"))])).toHaveLength(1);
    expect(compared([picture(svg("1"))], [picture(svg("1", "<path/>"))])).toHaveLength(1);
    expect(
      compared([picture(svg("1"))], [picture(svg("1").replace('class="node"', 'class="edge"'))]),
    ).toHaveLength(1);
  });
});

test("one digit changed in a committed notebook is found, in a stream and in a diagram", () => {
  const path = join(projectRoot, "notebooks", "part1.3-why-a-graph.ipynb");
  const committed = JSON.parse(readFileSync(path, "utf8")) as Notebook;
  expect(differences(committed, committed)).toEqual([]);
  const planted = JSON.parse(
    JSON.stringify(committed)
      .replace(/apple 2\.2\\n/, "apple 2.3\\n")
      .replace(/>110</, ">111<"),
  ) as Notebook;
  expect(differences(committed, planted).map((line) => line.replace(/^cell \d+ /, ""))).toEqual([
    "(code-1): stream stdout: 2.2 became 2.3",
    "(code-2): image/svg+xml: 110 became 111",
  ]);
});

test("a run's outputs are taken over, and nothing else of it", () => {
  const run = notebook([stream("2")]);
  const timed = { ...run, cells: run.cells.map((cell) => ({ ...cell, metadata: { execution: "now" } })) };
  expect(withOutputs(notebook([stream("1")]), timed as unknown as Notebook)).toEqual({
    ...notebook([]),
    cells: [notebook([]).cells[0], { ...run.cells[1], execution_count: 1 }],
  });
});
