// The peak speed of the machine: multiply-adds in registers, without loads and without dependencies to wait for.
//
// Two processors of a machine may be two threads of one core. Then two threads can gain only what the peak gains, so
// targets for several threads are relative to the gain of the peak.

import type { Precision } from 'gatecast/nn'
import { addon } from '../addon.ts'
import type { Context, Findings } from '../context.ts'
import { ahead, alternate, type Contestant, find, local, type Match, rate, seconds } from '../rounds.ts'
import { spread } from '../statistics.ts'
import { digits, table, times } from '../table.ts'

/** Rounds that take about a millisecond. */
const steps = 200_000

/** Makes one contestant for each number of threads, which is measured in the same rounds as all others. */
export async function peakContestants(threads: readonly number[], precision?: Precision): Promise<Contestant[]> {
  const contestants: Contestant[] = []
  for (const count of threads) {
    const work = await addon.peak(steps, count, precision)
    contestants.push(local('peak', count, () => addon.peak(steps, count, precision), work))
  }
  return contestants
}

/** Share of the peak with the same number of threads. */
export function ofPeak(match: Match, who: string, threads: number): number | undefined {
  const [own, peak] = [find(match, who, threads), find(match, 'peak', threads)]
  return own && peak && ahead(own, peak).median
}

/** Speed of several threads relative to one thread, on the clock. */
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
    print('Multiply-adds in bf16: skipped, because this machine or tier has no bf16 instructions')
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
