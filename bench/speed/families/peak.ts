// The ceiling: multiply-adds in registers, with nothing to load and nothing to wait for.
//
// Two processors of a machine may be two threads of one core. What two threads can gain is then what the peak gains, and
// that is what targets for several threads are judged by.

import type { Precision } from 'gatecast/nn'
import { addon } from '../addon.ts'
import type { Context, Findings } from '../context.ts'
import { ahead, alternate, type Contestant, find, local, type Match, rate, seconds } from '../rounds.ts'
import { spread } from '../statistics.ts'
import { digits, table, times } from '../table.ts'

/** About a millisecond. */
const steps = 200_000

/** One for each number of threads: measured in turn with everything else. */
export async function peakContestants(threads: readonly number[], precision?: Precision): Promise<Contestant[]> {
  const contestants: Contestant[] = []
  for (const count of threads) {
    const work = await addon.peak(steps, count, precision)
    contestants.push(local('peak', count, () => addon.peak(steps, count, precision), work))
  }
  return contestants
}

/** Share of the peak of as many threads. */
export function ofPeak(match: Match, who: string, threads: number): number | undefined {
  const [own, peak] = [find(match, who, threads), find(match, 'peak', threads)]
  return own && peak && ahead(own, peak).median
}

/** How many times as fast several threads are as one, by the clock. */
export function gain(match: Match, who: string, threads: number): number | undefined {
  const [many, one] = [find(match, who, threads), find(match, who, 1)]
  return many && one && ahead(many, one, 'wall').median
}

function peaks(match: Match): string {
  const rows = match.series.map((series) => {
    const { low, high } = spread(seconds(series).map((time) => series.work / time / 1e9))
    const many = gain(match, 'peak', series.threads)
    return [`${series.threads}`, digits(rate(series)), `${digits(low)}..${digits(high)}`, many ? times(many) : '']
  })
  return table(['threads', 'GFLOP/s', 'quartiles', 'of one'], rows)
}

async function peakOfBf16({ threads, effort, print }: Pick<Context, 'threads' | 'effort' | 'print'>): Promise<Match[]> {
  const { bf16 } = addon.cpuInfo()
  if (bf16 === null) {
    print('Multiply-adds in bf16: skipped, this machine or tier has nothing for them')
    return []
  }
  const about = { family: 'peak', name: `${bf16} bf16`, pass: 'forward', about: {} }
  const match = await alternate(about, 0, await peakContestants(threads, 'bf16'), { ...effort, fewest: 15 })
  print(`Multiply-adds in bf16, by ${bf16}\n${peaks(match)}`)
  return [match]
}

export async function peak({ threads, effort, print }: Context): Promise<Partial<Findings>> {
  const about = { family: 'peak', name: 'FMA float32', pass: 'forward', about: {} }
  const match = await alternate(about, 0, await peakContestants(threads), { ...effort, fewest: 15 })
  print(`Multiply-adds in float32\n${peaks(match)}`)
  return { matches: [match, ...(await peakOfBf16({ threads, effort, print }))] }
}
