import { totalmem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import { shown } from '../check.ts'
import { GatecastError } from '../error.ts'
import { bytesIn } from './size_text.ts'

/** Share of the memory of the machine, or of the cgroup, that one call may take. The rest is for what is there already. */
const share = 0.8

let chosen: number | undefined
const listeners: ((bytes: number) => void)[] = []

/**
 * Sets the largest memory in bytes that one call of this process may take for its results, windows and plans. A call
 * computes what it needs before it takes it, and throws `ERR_MEMORY` with the numbers if that is more. Default: the
 * variable `GATECAST_MAX_MEMORY`, else 80 % of the memory of the machine or of its cgroup, if that has less.
 *
 * @param size - number of bytes, or a text such as `500MB` or `4GB`; `undefined` for the default
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` for anything but a size
 * @example
 * setMaxMemory('4GB')
 */
export function setMaxMemory(size: number | string | undefined): void {
  chosen = size === undefined ? undefined : checkSize('the size of setMaxMemory', size)
  for (const listen of listeners) listen(maxMemory())
}

function checkSize(what: string, size: unknown): number {
  const bytes = typeof size === 'string' ? bytesIn(size) : size
  if (typeof bytes === 'number' && bytes > 0) return bytes
  throw new GatecastError(
    typeof size === 'number' || typeof size === 'string' ? 'ERR_RANGE' : 'ERR_TYPE',
    `Expected ${what} to be a number of bytes above 0 or a text such as "4GB", got ${shown(size)}`,
  )
}

/** The limit in bytes. */
export function maxMemory(): number {
  if (chosen !== undefined) return chosen
  const given = process.env.GATECAST_MAX_MEMORY
  if (given) return checkSize('GATECAST_MAX_MEMORY', given)
  // Without a cgroup, Node gives 0 or a number that no machine has. What is free now is no measure: the cache of files
  // counts as used in a cgroup.
  const within = process.constrainedMemory?.() ?? 0
  return share * (within > 0 ? Math.min(within, totalmem()) : totalmem())
}

/** Calls `listen` with the limit, now and whenever it changes. */
export function onMaxMemory(listen: (bytes: number) => void): void {
  listeners.push(listen)
  listen(maxMemory())
}

/**
 * Refuses a call before it takes its memory.
 *
 * @param bytes - what the call takes at least
 * @param what - what takes it, with the numbers it follows from: `the forecast of 3 series over 2e8 steps`
 * @param remedy - what to type so that it takes less
 * @throws {GatecastError} `ERR_MEMORY` with the numbers
 */
export function checkMemory(bytes: number, what: string, remedy: string): void {
  // Most calls are small, and the limit is a call of the system.
  if (bytes < small) return
  const limit = maxMemory()
  if (bytes <= limit) return
  throw new GatecastError(
    'ERR_MEMORY',
    `Expected ${what} to fit into the ${gigabytes(limit)} that a call may take, got ${gigabytes(bytes)}. ${remedy}, or ` +
      'allow more: setMaxMemory("16GB"), GATECAST_MAX_MEMORY=16GB',
  )
}

/**
 * Refuses objects that the heap of JavaScript does not hold: V8 ends the process if it is full.
 *
 * @throws {GatecastError} `ERR_MEMORY` with the numbers
 */
export function checkHeap(bytes: number, what: string): void {
  if (bytes < small) return
  // The heap in use now is no measure: most of it may be garbage.
  const { heap_size_limit: most } = getHeapStatistics()
  if (bytes > most)
    throw new GatecastError(
      'ERR_MEMORY',
      `Expected ${what} to fit into the heap of JavaScript of ${gigabytes(most)}, got at least ` +
        `${gigabytes(bytes)}. Use fewer rows at a time, or a larger heap: node --max-old-space-size=16000`,
    )
  checkMemory(bytes, what, 'Use fewer rows at a time')
}

const small = 1e6

const gigabytes = (size: number): string => `${(size / 1e9).toPrecision(3)} GB`
