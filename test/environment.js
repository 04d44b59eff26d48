/**
 * Jest's environment for Node, in a context whose globals are ordinary ones. Jest asks for one that intercepts every look-up of a global, of each
 * `Math` and `Float64Array` too, in which numerical code is several times slower than in Node (https://github.com/nodejs/node/issues/31658).
 */
import vm from "node:vm";
import { TestEnvironment } from "jest-environment-node";

export default class PlainRealm extends TestEnvironment {
  constructor(...given) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
}
