// Tells processes apart, so that a lock knows whether the process that made it still runs.

import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** A process, as its lock names it. */
export interface ProcessIdentity {
  readonly pid: number
  readonly host: string
  /** The running system and the process namespace in which `pid` counts; `null` where the system does not tell. */
  readonly space: string | null
  /** When the process began, in the unit of the system; `null` where the system does not tell. */
  readonly began: string | null
}

/** The answer to whether a process still runs. */
export type Life = 'alive' | 'dead' | 'unknown'

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), space: processSpace(), began: beginningOf(process.pid) }
}

/** Whether a process runs; `unknown` if it is on another machine or in another container. */
export function lifeOf({ pid, host, space, began }: ProcessIdentity): Life {
  if (host !== hostname() || space !== processSpace()) return 'unknown'
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM means that the process runs, as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'dead'
  }
  // The number of a process that has ended is given to a new one some day.
  const now = beginningOf(pid)
  return began !== null && now !== null && now !== began ? 'dead' : 'alive'
}

let space: string | null | undefined

function processSpace(): string | null {
  space ??= orNull(
    () => `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`,
  )
  return space
}

/** The start of a process in ticks since the machine was started: field 22 of its `stat`, after the name in parentheses. */
const beginningOf = (pid: number): string | null =>
  orNull(() => {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  })

function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}
