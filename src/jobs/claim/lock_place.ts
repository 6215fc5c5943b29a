import { join } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import type { Holder } from './lock.ts'

/** The folder of a lock, in the folder of the state of an output. */
export const lockName = '_gatecast.locks'

/** The lock of a file that has no state of its own is in a folder beside it. */
export const lockBeside = (path: string): string => join(`${path}.job`, lockName)

/** The error of a run whose output another run writes. */
export const busyError =
  (flag: string, path: string) =>
  ({ pid, host, since }: Holder): GatecastError =>
    new GatecastError(
      'ERR_BUSY',
      `${flag}: expected an output that no other run writes, but another run (pid ${pid} on ${host}, since ` +
        `${clock(since)}) writes to "${path}". Wait until it has ended, or use another ${flag}`,
    )

/** Hours and minutes of the local clock, with the day if it is not today's. */
export function clock(time: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const date = new Date(time)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const hours = `${two(date.getHours())}:${two(date.getMinutes())}`
  return date.toDateString() === new Date().toDateString() ? hours : `${day} ${hours}`
}
