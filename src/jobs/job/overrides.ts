import { checkObject } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { JobInput } from './job.ts'
import { Unknown } from './text/parse_yaml.ts'

/** Keys of a job that replace those of a file. Lists, the source and the model are replaced as a whole. */
export type JobOverrides = { [K in keyof JobInput]?: JobInput[K] extends object ? Partial<JobInput[K]> : JobInput[K] }

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown)

/** Replaced as a whole: keys of two sources or two models do not fit together. */
const whole = new Set(['source', 'model', 'future'])

/** Keys that say how the source of the file is read, without another source. */
const isDialect = (key: string, value: object): boolean => key === 'source' && !('path' in value) && !('query' in value)

/** @throws {GatecastError} `ERR_TYPE` for anything but an object without cycles */
export function checkOverrides(overrides: unknown): void {
  checkObject('overrides of a job', overrides)
  const above = new Set<unknown>()
  const visit = (value: unknown): void => {
    if (!isPlain(value) && !Array.isArray(value)) return
    if (above.has(value))
      throw new GatecastError('ERR_TYPE', 'Expected overrides of a job that do not hold themselves, got a cycle')
    above.add(value)
    for (const part of Object.values(value)) visit(part)
    above.delete(value)
  }
  visit(overrides)
}

/** The keys of a file, replaced by those of the overrides. */
export function overridden(written: unknown, overrides: JobOverrides): unknown {
  if (!isPlain(written)) return written
  const result = { ...written }
  for (const [key, value] of Object.entries(overrides)) {
    if (value === undefined) continue
    const own = result[key]
    if (isPlain(value) && isDialect(key, value)) result[key] = { ...(isPlain(own) ? own : { path: own }), ...value }
    else result[key] = isPlain(own) && isPlain(value) && !whole.has(key) ? { ...own, ...value } : value
  }
  return result
}

/** Whether the value at a path comes from the overrides. */
export function isOverride(overrides: JobOverrides, path: readonly PropertyKey[]): boolean {
  let at: unknown = overrides
  for (const key of path) {
    if (!isPlain(at) || !Object.hasOwn(at, key) || at[key as string] === undefined)
      return at !== overrides && !isPlain(at)
    at = at[key as string]
  }
  return path.length > 0
}

/** The keys of a job file without those that begin with `x-`, which hold what anchors name. */
export const withoutExtras = (written: unknown): unknown =>
  isPlain(written) ? Object.fromEntries(Object.entries(written).filter(([key]) => !key.startsWith('x-'))) : written
