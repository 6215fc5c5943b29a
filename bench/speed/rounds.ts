// How everything here is timed. Machines are shared and their clocks drift, so nothing is compared that was not measured
// in turn: a round runs each contestant for some milliseconds, the next round does so again in another order, and what
// is printed are medians over rounds and ratios within them.
//
// One thread is timed by what the processor spent on it, which other processes change least; several threads, and
// latencies, by the clock.

import { progress } from './progress.ts'
import { median, type Spread, spread } from './statistics.ts'

/** Seconds. */
export interface Spent {
  wall: number
  processor: number
}

export interface Contestant {
  who: string
  threads: number
  /** Floating-point operations of a run, where it is not that of the match. */
  work?: number
  time(repeats: number): Promise<Spent>
}

export interface Series {
  who: string
  threads: number
  work: number
  /** Seconds of one run, by round. */
  rounds: Spent[]
}

/** Contestants that did the same work in the same rounds. */
export interface Match {
  family: string
  /** Which case of the family, such as `lstm 8, 64, 32, 96`. */
  name: string
  pass: string
  /** What targets pick cases by. */
  about: Readonly<Record<string, string | number | boolean>>
  series: Series[]
}

export interface Effort {
  /** Seconds that a match may take. For the fewest rounds it may take four times that, and then three must do. */
  budget: number
  fewest: number
  most: number
}

/** Long enough for clocks and short enough to meet the same disturbances as the next one. */
const roundSeconds = 0.02

const settle = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))

/**
 * Ends when this process has been idle for a while. Threads of onnxruntime stay awake for up to 70 ms after a run: they
 * would slow down whoever comes next, and their time would be counted as that one's.
 */
async function quiet(): Promise<void> {
  for (let idle = 0, tries = 0; idle < 2 && tries < 30; tries++) {
    const before = process.cpuUsage()
    await settle(8)
    const { user, system } = process.cpuUsage(before)
    idle = user + system < 1000 ? idle + 1 : 0
  }
}

/** Times `once` in this process. */
export const local = (who: string, threads: number, once: () => unknown, work?: number): Contestant => ({
  who,
  threads,
  ...(work !== undefined && { work }),
  async time(repeats) {
    // Linux counts the time of another thread when that thread goes to sleep, or some milliseconds late.
    await settle(1)
    const processor = process.cpuUsage()
    const start = performance.now()
    for (let i = 0; i < repeats; i++) {
      const result = once()
      if (result instanceof Promise) await result
    }
    const wall = (performance.now() - start) / 1000
    await settle(1)
    const { user, system } = process.cpuUsage(processor)
    return { wall, processor: (user + system) / 1e6 }
  },
})

export async function alternate(
  match: Omit<Match, 'series'>,
  work: number,
  contestants: readonly Contestant[],
  { budget, fewest, most }: Effort,
): Promise<Match> {
  const series = contestants.map(
    ({ who, threads, work: own = work }): Series => ({ who, threads, work: own, rounds: [] }),
  )
  const repeats: number[] = []
  progress(`${match.family}: ${match.name} ${match.pass}`)
  for (const contestant of contestants) repeats.push(await calibrated(contestant))
  await quiet()
  const start = performance.now()
  for (let round = 0; round < most; round++) {
    const spent = (performance.now() - start) / 1000
    if ((round >= fewest && spent > budget) || (round >= 3 && spent > 4 * budget)) break
    for (const i of order(contestants, round)) {
      if (repeats[i] > 1) await contestants[i].time(1) // caches hold what the one before has used
      const { wall, processor } = await contestants[i].time(repeats[i])
      series[i].rounds.push({ wall: wall / repeats[i], processor: processor / repeats[i] })
      if (contestants[i].threads > 1) await quiet()
    }
  }
  return { ...match, series }
}

/** How many runs fill a round. The first run allocates and compiles, and another process may hold up any of them. */
async function calibrated(contestant: Contestant): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY
  for (let run = 0; run < 4; run++) {
    const { wall, processor } = await contestant.time(1)
    shortest = Math.min(shortest, contestant.threads === 1 ? Math.max(processor, 1e-6) : wall)
    if (run > 0 && shortest > roundSeconds) break
  }
  return Math.max(1, Math.min(10_000, Math.round(roundSeconds / shortest)))
}

/** Those of one thread, then those of more, so that spinning threads meet their like; each time another one first. */
function order(contestants: readonly Contestant[], round: number): number[] {
  const turned = contestants.map((_, i) => (i + round) % contestants.length)
  return turned.sort((a, b) => contestants[a].threads - contestants[b].threads)
}

export const find = (match: Match, who: string, threads: number): Series | undefined =>
  match.series.find((series) => series.who === who && series.threads === threads)

/** Seconds by round, as the top of this file says. */
export const seconds = ({ threads, rounds }: Series, clock?: keyof Spent): number[] =>
  rounds.map((spent) => spent[clock ?? (threads === 1 ? 'processor' : 'wall')])

/** GFLOP/s. */
export const rate = (series: Series): number => series.work / median(seconds(series)) / 1e9

/** How many times the speed of `other` this is, round by round. */
export function ahead(series: Series, other: Series, clock?: keyof Spent): Spread {
  const own = seconds(series, clock)
  return spread(seconds(other, clock).map((theirs, i) => (theirs / other.work) * (series.work / own[i])))
}
