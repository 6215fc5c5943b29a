import type { Windows } from '../../addon/index.ts'

/** Samples that are cut out of a table when they are needed, rather than given as arrays. */
export const isWindows = (data: unknown): data is Windows =>
  typeof data === 'object' && data !== null && 'table' in data && 'first' in data
