// The gain of more threads on the clock, and the gain of the peak beside it: two processors may be threads of one core.

import type { Match } from '../rounds.ts'
import { percent, table, times } from '../table.ts'
import { gain } from './peak.ts'

export function gains(matches: readonly Match[], threads: readonly number[]): string {
  const rows = threads.slice(1).flatMap((count) =>
    matches.flatMap((match) => {
      const [own, peak] = [gain(match, 'gatecast', count), gain(match, 'peak', count)]
      if (own === undefined || peak === undefined) return []
      const torch = gain(match, 'torch', count)
      const of = percent(own / peak)
      return [
        [match.name, match.pass, `${count}`, times(own), times(peak), of, torch === undefined ? '' : times(torch)],
      ]
    }),
  )
  return table(['Threads over one', 'pass', 'threads', 'gatecast', 'peak', 'of it', 'torch'], rows, 2)
}
