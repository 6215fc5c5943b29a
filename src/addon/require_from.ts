/**
 * Node's `require`, from a file or a folder. It is found when the program runs, so that bundlers leave its calls alone:
 * what they lead to is not in the bundle.
 */
export const requireFrom = (base: string | URL): NodeJS.Require =>
  process.getBuiltinModule('node:module').createRequire(base)
