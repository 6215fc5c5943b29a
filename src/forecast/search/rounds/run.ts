import type { Panel } from '../../../series/index.ts'
import type { AutoOptions } from '../auto/options.ts'
import type { TrialPlan } from './plan.ts'

/** What all rounds of a call of `auto` share. */
export interface AutoRun {
  readonly panel: Panel
  readonly horizon: number
  readonly metric: string
  readonly options: AutoOptions
  /** The windows of the last round. */
  plan: TrialPlan
  /** Milliseconds that are left of the minutes, a small reserve taken off. */
  left(): number
}

/** Share of the minutes that is planned with. The rest is for what takes longer than it was measured to take. */
const planned = 0.9

/** The minutes of a search. */
export const minutesOf = ({ minutes = 5 }: Pick<AutoOptions, 'minutes'>): number => minutes

/** Milliseconds beyond the plan: the rest of the minutes, or a second. In the first second, code is still slow. */
export const reserveOf = (options: AutoOptions): number => Math.max(1000, (1 - planned) * minutesOf(options) * 60_000)

/** A clock that counts down the planned part of the minutes. */
export function countdown(minutes: number): () => number {
  const end = performance.now() + planned * minutes * 60_000
  return () => end - performance.now()
}
