import { readdirSync, readFileSync } from 'node:fs'

/**
 * Memory in bytes of a process and all processes that it started, as the sum of their proportional set sizes: memory
 * that they share, for example the pages of a library, counts once. Linux only.
 */
export function memoryOfTree(root: number): number {
  const childrenOf = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(name) : undefined
    if (parent !== undefined) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(name)])
  }
  const sum = (pid: number): number =>
    (childrenOf.get(pid) ?? []).reduce((total, child) => total + sum(child), memoryOf(pid))
  return sum(root)
}

// A process may end after it is listed and before it is read.
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** The parent's id, the fourth field. The second field, a name in brackets, may hold any characters. */
function parentOf(pid: string): number | undefined {
  const stat = read(`/proc/${pid}/stat`)
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function memoryOf(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1]
  return Number(kilobytes ?? 0) * 1024
}
