import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

let counted: number | undefined

/**
 * The number of processors that this process may use: those that it may run on, but no more than the quota of its cgroup
 * in whole processors, rounded up. More threads than that would stop together for most of each period of the quota.
 */
export function processors(): number {
  counted ??= Math.max(1, Math.min(availableParallelism(), Math.ceil(quotaOf(readText))))
  return counted
}

/** A thread or a process more than the processors adds nothing but memory, so there are never more than this for each. */
export const atMostProcessors = (wanted: number, forEach = 1): number => Math.min(wanted, forEach * processors())

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * The processors that the quota of the cgroup allows; infinite without one.
 *
 * @param read - the contents of a file, `undefined` if it cannot be read
 */
export function quotaOf(read: (path: string) => string | undefined): number {
  const own = read('/proc/self/cgroup') ?? ''
  // Version 2 has one line, `0::/path`. A limit of a group above holds too.
  const unified = /^0::(.*)$/m.exec(own)?.[1]
  let least = Number.POSITIVE_INFINITY
  for (const folder of foldersUpTo(unified ?? '/')) {
    const [quota, period] = (read(`/sys/fs/cgroup${folder}/cpu.max`) ?? '').trim().split(/\s+/)
    if (Number(quota) > 0 && Number(period) > 0) least = Math.min(least, Number(quota) / Number(period))
  }
  const grouped = /^\d+:(?:[^:]*,)?cpu(?:,[^:]*)?:(.*)$/m.exec(own)?.[1]
  for (const folder of grouped === undefined ? [] : foldersUpTo(grouped)) {
    const [quota, period] = ['quota', 'period'].map((name) =>
      Number(read(`/sys/fs/cgroup/cpu${folder}/cpu.cfs_${name}_us`)),
    )
    if (quota > 0 && period > 0) least = Math.min(least, quota / period)
  }
  return least
}

/** A folder and those above it, up to the root, which is an empty text. */
function foldersUpTo(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '')
  return Array.from({ length: parts.length + 1 }, (_, i) =>
    parts
      .slice(0, i)
      .map((part) => `/${part}`)
      .join(''),
  )
}
