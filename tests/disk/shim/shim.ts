// A disk that fails. The library shim.c is loaded into a process of its own, and into its children.

import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether this machine can have such a disk: the library needs the loader of Linux and a C compiler. */
export const hasShim =
  process.platform === 'linux' && ['/usr/bin/cc', '/usr/local/bin/cc'].some((path) => existsSync(path))

/** The behaviour of the disk. child.mjs writes it into the control file, in the order of `struct Control`. */
export interface Disk {
  /** The call that fails, from 1; default none. */
  at?: number
  /** The number of the error. */
  code?: number
  /** Only that call fails; default: all from that call on. */
  once?: boolean
  /** Each call waits as long. */
  microseconds?: number
  /** Only syncs are counted, and fail. */
  onlySyncs?: boolean
  /** Milliseconds by which the clock is wrong. */
  clock?: number
  logs?: boolean
}

/** The files of a shim in a folder. Only `disk` is a disk that fails. */
export async function makeShim(folder: string) {
  const at = (name: string) => join(folder, name)
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', at('shim.so'), source, '-ldl'])
  // A struct Control of zeros: nothing fails.
  writeFileSync(at('control'), Buffer.alloc(64))
  writeFileSync(at('log'), '')
  await mkdir(at('disk'))
  return { library: at('shim.so'), control: at('control'), log: at('log'), disk: at('disk') }
}

const source = fileURLToPath(new URL('./shim.c', import.meta.url))

export type Shim = Awaited<ReturnType<typeof makeShim>>
