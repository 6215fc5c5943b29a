// Takes the place of every module of Node, and of `process`, in the bundle `gatecast/wasm` (scripts/bundle/wasm.mjs). The
// bundle also runs in Node, where the functions are those of Node. Elsewhere those that need files throw.

import { GatecastError } from '../error.ts'
import { types as substitutes } from './types.ts'

// Browsers have it; Node has it from version 21 on.
const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } }
const own = (globalThis as { process?: Partial<NodeJS.Process> }).process
// biome-ignore lint/suspicious/noExplicitAny: the modules of Node, or objects with none of their functions
const builtin = (name: string): any => own?.getBuiltinModule?.(name as 'node:fs') ?? {}

const without = (name: string) => (): never => {
  throw new GatecastError('ERR_FILE', `Expected a runtime with files for ${name}, got one without, such as a browser`)
}

export const {
  existsSync = () => false,
  readFileSync = without('readFileSync'),
  fsync = without('fsync'),
  createReadStream = without('createReadStream'),
} = builtin('node:fs')

export const {
  lstat = without('lstat'),
  mkdir = without('mkdir'),
  mkdtemp = without('mkdtemp'),
  open = without('open'),
  readdir = without('readdir'),
  readFile = without('readFile'),
  rename = without('rename'),
  rm = without('rm'),
  stat = without('stat'),
} = builtin('node:fs/promises')

export const {
  dirname = (path: string): string => path.replace(/\/[^/]*$/, ''),
  isAbsolute = (path: string): boolean => path.startsWith('/'),
  join = (...parts: string[]): string => parts.join('/'),
} = builtin('node:path')

export const {
  availableParallelism = (): number => navigator?.hardwareConcurrency ?? 1,
  tmpdir = without('tmpdir'),
  // The pointers of the module have 32 bits.
  totalmem = (): number => 2 ** 32,
} = builtin('node:os')

export const {
  promisify = (call: unknown): unknown => call,
  styleText = (_format: unknown, text: string): string => text,
  types = substitutes,
} = builtin('node:util')

/** Largest number of bytes of an array in the 32 bits of WebAssembly. */
export const { constants = { MAX_LENGTH: 2 ** 31 - 1 } } = builtin('node:buffer')
export const { getHeapStatistics = () => ({ heap_size_limit: 2 ** 32 }) } = builtin('node:v8')
export const { createHash = without('createHash') } = builtin('node:crypto')
export const { gunzip = without('gunzip') } = builtin('node:zlib')
export const { fileURLToPath = without('fileURLToPath') } = builtin('node:url')
export const { Worker = without('Worker') } = builtin('node:worker_threads')

/** The process of Node, or the little of it that the library reads. */
export const process =
  typeof own?.emitWarning === 'function'
    ? own
    : {
        argv: [],
        cwd: () => '/',
        emitWarning: (text: string) => console.warn(text),
        env: {},
        platform: 'browser',
        stdout: {},
        versions: {},
      }

/** Calls a function when the events that wait have been handled. A timer of zero would wait for 4 ms if it is nested. */
export const setImmediate =
  (globalThis as { setImmediate?: (call: () => void) => unknown }).setImmediate ??
  ((call: () => void): void => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      call()
    })
    port1.start()
    port2.postMessage(undefined)
  })
