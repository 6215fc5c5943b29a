import { isAbsolute } from 'node:path'

/** A package of the project of the user; `undefined` if it is not installed. It need not lie beside this file. */
export function installed(name: string): unknown {
  for (const base of [`${process.cwd()}/`, process.argv[1] ?? ''].filter(isAbsolute)) {
    try {
      return process.getBuiltinModule?.('node:module').createRequire(base)(name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    }
  }
  return undefined
}
