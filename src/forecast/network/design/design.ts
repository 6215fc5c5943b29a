// The part of a network's design that follows from the panel of `fit`: context, season, lags, calendar features.

import { GatecastError } from '../../../base/error.ts'
import type { Cycle } from '../../../models/index.ts'
import type { CalendarFeature, Frequency, Panel, Unit } from '../../../series/index.ts'
import { seasonSteps } from '../../season/season.ts'
import type { NetworkSettings } from './settings.ts'

/** The settings of a network that depend on the data of `fit`. */
export interface Design {
  readonly frequency: string
  readonly context: number
  readonly season: number
  readonly lags: readonly number[]
  readonly calendar: readonly CalendarFeature[]
  /** The names of the series of a sample, if the network mixes series. */
  readonly group?: readonly string[]
  /** The names of the targets, if the series of the panel have several. */
  readonly targets?: readonly string[]
  /** Number of slots beyond the horizon, if the season follows a wall clock that changes. */
  readonly clockSteps?: number
  /** The cycle of absolute time, for kinds that read it. */
  readonly cycle?: Cycle
  /** Whether the values of the target have weights in training. */
  readonly weighted?: boolean
}

/** The context of a kind of network, if it is not given. */
export interface ContextRule {
  /** Usual number of steps. The context is a number of seasons near it. */
  readonly usual: number
  /** Most seasons. */
  readonly seasons: number
  /** Most steps, unless the horizon is longer. */
  readonly longest: number
}

/** The rule of most kinds: a week of hours. */
export const usualContext: ContextRule = { usual: 168, seasons: 8, longest: 512 }
/** The rule of kinds that read segments, as SegRNN (Lin et al. 2023): a month of hours. */
export const longContext: ContextRule = { usual: 720, seasons: 30, longest: 720 }
/** The rule of kinds that read patches, as P-sLSTM (Kong et al. 2024): two weeks of hours. */
export const patchContext: ContextRule = { usual: 336, seasons: 14, longest: 512 }

/**
 * A cycle of the calendar is a feature if the longest history holds at least this many cycles. With fewer, the network
 * would read the day of the year as a date, and memorise the past.
 */
const enoughCycles = 5

export function designFor(
  { frequency, lengths }: Pick<Panel, 'frequency' | 'lengths'>,
  settings: NetworkSettings,
  isRecursive: boolean,
  rule: ContextRule = usualContext,
): Design {
  const { horizon, calendar } = settings
  if (frequency.unit === 'step' && typeof calendar === 'object' && calendar.length > 0) throw noCalendar(calendar)
  const typical = median(lengths)
  const longestHistory = lengths.reduce((most, rows) => Math.max(most, rows), 0)
  const whole = seasonSteps(settings.season, frequency)
  const context = typeof settings.context === 'number' ? settings.context : contextFor(rule, horizon, whole, typical)
  // The context does not hold a longer season, so the network cannot read it there. Its lag may still help.
  const season = whole <= context ? whole : 1
  const affordable = (lag: number) => 2 * lag <= longestHistory
  const lags =
    settings.lags ?? (isRecursive ? stepLags(whole, frequency) : longLags(horizon, context, whole, frequency))
  const steps = stepsPerCycle(frequency)
  return {
    frequency: frequency.text,
    context,
    season,
    lags: settings.lags ? lags : lags.filter(affordable),
    calendar:
      typeof calendar === 'object'
        ? calendar
        : (Object.keys(steps) as CalendarFeature[]).filter(
            (feature) => calendar && longestHistory >= enoughCycles * (steps[feature] as number),
          ),
  }
}

/**
 * Two seasons or more, whichever number comes nearest to the usual steps; at least two horizons. Short histories use two
 * thirds of their rows as context, so that some windows remain.
 */
function contextFor({ usual, longest, ...most }: ContextRule, horizon: number, season: number, rows: number): number {
  const seasons = Math.min(most.seasons, Math.max(2, Math.round(usual / season)))
  const wanted = Math.min(Math.max(2 * horizon, seasons * season), Math.max(longest, horizon))
  const room = Math.max(1, Math.floor(((rows - horizon) * 2) / 3))
  return Math.min(wanted, room)
}

/** Lags of the direct form: one season back and one long cycle back, each if the context does not reach that far. */
function longLags(horizon: number, context: number, season: number, frequency: Frequency): number[] {
  const wholeSeasons = Math.ceil(horizon / season) * season
  const lags = season > context ? [wholeSeasons] : []
  const cycle = longCycle(frequency)
  const far = Math.ceil(horizon / (cycle || 1)) * cycle
  return far > context && !lags.includes(far) ? [...lags, far] : lags
}

/** The lags that a recursive network reads at each step, in addition to the previous value. */
function stepLags(season: number, frequency: Frequency): number[] {
  const cycle = longCycle(frequency)
  const lags = season === 1 ? [2, 3] : [season, 2 * season, ...(cycle > 2 * season ? [cycle] : [])]
  return lags.filter((lag) => lag > 1)
}

/** Number of steps in a week, if a step is shorter than a day; in 52 weeks, if it is a day; 0 for longer steps. */
function longCycle({ unit, multiple, calendar }: Frequency): number {
  const units = { second: 604_800, minute: 10_080, hour: 168, day: 364 }[unit as string] ?? 0
  const days = calendar?.weekdays.length ?? 7
  if (calendar && unit !== 'day') {
    const hours = (calendar.closes - calendar.opens) / 86_400_000
    return Math.ceil(((units / 7) * hours) / multiple) * days
  }
  const steps = (units * days) / 7
  return steps % multiple === 0 ? steps / multiple : 0
}

/** The calendar features that change from step to step, each with the number of steps in its cycle. */
function stepsPerCycle({ unit, multiple, calendar }: Frequency): Partial<Record<CalendarFeature, number>> {
  const cycles: Record<Unit, Partial<Record<CalendarFeature, number>>> = {
    step: {},
    millisecond: { second: 60_000, minute: 3_600_000 },
    second: { minute: 3600, hour: 86_400, dayOfWeek: 604_800 },
    minute: { hour: 1440, dayOfWeek: 10_080, dayOfYear: 525_600 },
    hour: { hour: 24, dayOfWeek: 168, dayOfYear: 8766 },
    day: { dayOfWeek: 7, dayOfYear: 365 },
    businessDay: { dayOfWeek: 5, dayOfYear: 261 },
    week: { dayOfYear: 52 },
    month: { month: 12 },
    quarter: { month: 4 },
    year: {},
  }
  // Within a calendar, a day has its open hours only, and a week its open days.
  const day = calendar ? (calendar.closes - calendar.opens) / 86_400_000 : 1
  const week = calendar ? (day * calendar.weekdays.length) / 7 : 1
  const open: Partial<Record<CalendarFeature, number>> = { hour: day, dayOfWeek: week, dayOfYear: week }
  const own = Object.entries(cycles[unit]).map(
    ([feature, steps]) => [feature, (steps * (open[feature as CalendarFeature] ?? 1)) / multiple] as const,
  )
  return Object.fromEntries(own.filter(([, steps]) => steps > 1))
}

const noCalendar = (features: readonly CalendarFeature[]): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected times with dates for the calendar features ${features.join(', ')}, got the numbers of an index ` +
      '(frequency "1"). Leave calendar out, and give the season in steps: { season: 12 }',
  )

function median(values: Float64Array): number {
  const sorted = values.slice().sort()
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
