/** Data to train on. */
export { loadMnist, type Digits, type Mnist, type MnistOptions } from "./mnist.js";
