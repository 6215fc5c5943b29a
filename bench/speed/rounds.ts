// How all times are measured. Machines are shared and their clock rates change, so contestants are compared only within
// rounds: a round runs each contestant for some milliseconds, and the next round runs them in another order. The
// printed numbers are medians over rounds, and ratios within rounds.
//
// One thread is timed by processor time, which depends least on other processes. Several threads, and latencies, are
// timed on the clock.

import { progress } from './progress.ts'
import { median, type Spread, spread } from './statistics.ts'

/** Times in seconds. */
export interface Spent {
  wall: number
  processor: number
}

export interface Contestant {
  who: string
  threads: number
  /** Floating-point operations of a run, if they differ from those of the match. */
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
  /** Name of the case, for example `lstm 8, 64, 32, 96`. */
  name: string
  pass: string
  /** Properties by which targets choose cases. */
  about: Readonly<Record<string, string | number | boolean>>
  series: Series[]
}

export interface Effort {
  /**
   * Time limit of a match in seconds. A match with less than `fewest` rounds may take four times as long; after that it
   * ends with three rounds or more.
   */
  budget: number
  fewest: number
  most: number
}

/**
 * Long enough for the resolution of clocks, and short enough that contestants of a round meet the same disturbances.
 */
const roundSeconds = 0.02

const settle = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))

/**
 * Waits until this process is idle. Threads of onnxruntime stay active for up to 70 ms after a run: they would slow
 * down the next contestant, and their time would be counted as its time.
 */
async function quiet(): Promise<void> {
  for (let idle = 0, tries = 0; idle < 2 && tries < 30; tries++) {
    const before = process.cpuUsage()
    await settle(8)
    const { user, system } = process.cpuUsage(before)
    idle = user + system < 1000 ? idle + 1 : 0
  }
}

/** A contestant that runs `once` in this process. */
export const local = (who: string, threads: number, once: () => unknown, work?: number): Contestant => ({
  who,
  threads,
  ...(work !== undefined && { work }),
  async time(repeats) {
    // Linux adds the time of another thread when that thread goes to sleep, or some milliseconds later.
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
      if (repeats[i] > 1) await contestants[i].time(1) // fills the caches, which hold the data of the contestant before
      const { wall, processor } = await contestants[i].time(repeats[i])
      series[i].rounds.push({ wall: wall / repeats[i], processor: processor / repeats[i] })
      if (contestants[i].threads > 1) await quiet()
    }
  }
  return { ...match, series }
}

/**
 * The number of runs that fill a round. Several are timed: the first one allocates and compiles, and any may be
 * disturbed.
 */
async function calibrated(contestant: Contestant): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY
  for (let run = 0; run < 4; run++) {
    const { wall, processor } = await contestant.time(1)
    shortest = Math.min(shortest, contestant.threads === 1 ? Math.max(processor, 1e-6) : wall)
    if (run > 0 && shortest > roundSeconds) break
  }
  return Math.max(1, Math.min(10_000, Math.round(roundSeconds / shortest)))
}

/**
 * The order of a round. Contestants with one thread come first, so that spinning threads that the others leave do not
 * disturb them. Within each number of threads, every round starts with another contestant.
 */
function order(contestants: readonly Contestant[], round: number): number[] {
  const turned = contestants.map((_, i) => (i + round) % contestants.length)
  return turned.sort((a, b) => contestants[a].threads - contestants[b].threads)
}

export const find = (match: Match, who: string, threads: number): Series | undefined =>
  match.series.find((series) => series.who === who && series.threads === threads)

/** Seconds of each round: processor time or time on the clock, see the top of this file. */
export const seconds = ({ threads, rounds }: Series, clock?: keyof Spent): number[] =>
  rounds.map((spent) => spent[clock ?? (threads === 1 ? 'processor' : 'wall')])

/** Speed in GFLOP/s. */
export const rate = (series: Series): number => series.work / median(seconds(series)) / 1e9

/** Speed relative to `other`, round by round. */
export function ahead(series: Series, other: Series, clock?: keyof Spent): Spread {
  const own = seconds(series, clock)
  return spread(seconds(other, clock).map((theirs, i) => (theirs / other.work) * (series.work / own[i])))
}
