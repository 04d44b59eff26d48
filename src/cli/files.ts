/** Files that are either whole or not there, for the commands. */
export { makeDirectory, writeWhole } from "../files/write.js";
