import { checkNumber, checkOptions, checkWhole, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { checkMemory } from '../base/resources/memory_limit.ts'
import { type Frequency, Panel, parseFrequency, seasonOf } from '../series/index.ts'
import { bucketOf } from '../series/time/bucket.ts'
import { zoneOf } from '../series/time/zone.ts'
import { drawDemand } from './demand.ts'
import { seasonProfiles } from './season.ts'

/** Size and content of a generated panel. */
export interface GenerateOptions {
  /** Number of series. */
  series: number
  /** Number of rows of each series. */
  rows: number
  /** The step between two rows. Default `d`. */
  frequency?: string | Frequency
  /** The same seed gives the same panel. Default 1. */
  seed?: number
  /**
   * How much the growth of series varies: the standard deviation of log(last level / first level). 0 for no trend.
   * Default 0.2.
   */
  trend?: number
  /** Periods of the seasons in rows; `[]` for no season. Default: the usual season of the frequency, if it has one. */
  seasons?: readonly number[]
  /** Share of rows with a promotion, from 0 to 0.5. With 0, there is no covariate. Default 0.05. */
  promotions?: number
  /** Share of rows that are missing, from 0 to 0.5. Default 0.01. */
  gaps?: number
  /** Share of series with intermittent demand: zeros and a few small counts. Default 0.1. */
  intermittent?: number
}

/**
 * Generates a panel of any size that looks like the sales of shops, for tests and for measurements of speed. The target
 * is `demand`. Series start with the step that contains 2020-01-01. All series have seasons of the same shape. Each has
 * a level around 100, a trend and noise of its own. Promotions last a few rows and raise the demand; they are the known
 * covariate `promotion`, 0 or 1.
 *
 * Every part of every series has its own stream of random numbers. So a series is the same in a panel with more series,
 * and gaps and promotions do not change the other rows.
 *
 * @param options - size and content of the panel
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` for an option out of range or of another type
 * @example
 * const panel = generatePanel({ series: 100, rows: 730, seasons: [7, 365], gaps: 0 })
 * const past = panel.cut(() => 702) // four weeks to forecast, with their promotions
 */
export function generatePanel(options: GenerateOptions): Panel {
  const { frequency, count, rows, start, hasPromotions, draw } = prepareDemand('generatePanel', options)
  checkMemory(
    8 * count * rows * (hasPromotions ? 2 : 1),
    `a panel of ${count} series of ${rows} rows`,
    'Use fewer series or rows, or write them to a file piece by piece: generateTable(path, options)',
  )
  const demand = new Float64Array(count * rows)
  const promotion = hasPromotions ? new Float64Array(count * rows) : undefined
  for (let series = 0; series < count; series++) {
    const [from, to] = [series * rows, (series + 1) * rows]
    draw(series, demand.subarray(from, to), promotion?.subarray(from, to))
  }
  return new Panel({
    frequency,
    timeZone: 'UTC',
    ids: Array.from({ length: count }, (_, series) => `series ${series + 1}`),
    offsets: Float64Array.from({ length: count + 1 }, (_, series) => series * rows),
    lengths: new Float64Array(count).fill(rows),
    starts: new Float64Array(count).fill(start),
    target: { name: 'demand', kind: 'numeric', values: demand },
    known: promotion ? [{ name: 'promotion', kind: 'numeric', values: promotion }] : [],
    observed: [],
    static: [],
  })
}

/** A generator of series. It draws one series at a time, so that not all of them need to fit into memory. */
export interface Demand {
  readonly frequency: Frequency
  /** Number of series. */
  readonly count: number
  /** Number of rows of each series. */
  readonly rows: number
  /** Time of the first row of every series, in milliseconds since 1970 UTC. */
  readonly start: number
  readonly hasPromotions: boolean
  /** Draws the series of an index from 0 on into arrays of `rows` zeros. */
  draw(series: number, target: Float64Array, promotion?: Float64Array): void
}

/** Checks options and prepares a generator. */
export function prepareDemand(where: string, options: GenerateOptions): Demand {
  checkOptions(where, options, optionNames)
  const frequency = parseFrequency(options.frequency ?? 'd')
  const count = checkWhole('series', options.series, 1)
  const rows = checkWhole('rows', options.rows, 1)
  const seed = checkWhole('seed', options.seed ?? 1, 0)
  const promotions = checkNumber('promotions', options.promotions ?? 0.05, 0, 0.5)
  const model = {
    seed,
    trend: checkNumber('trend', options.trend ?? 0.2, 0, 10),
    seasons: seasonProfiles(checkSeasons(options.seasons ?? usualSeasons(frequency)), seed),
    promotions,
    gaps: checkNumber('gaps', options.gaps ?? 0.01, 0, 0.5),
    intermittent: checkNumber('intermittent', options.intermittent ?? 0.1, 0, 1),
  }
  return {
    frequency,
    count,
    rows,
    // An index has no dates, and starts at 0.
    start: frequency.unit === 'step' ? 0 : bucketOf(Date.UTC(2020, 0, 1), frequency, zoneOf('UTC')),
    hasPromotions: promotions > 0,
    draw: (series, target, promotion) => drawDemand(model, series, target, promotion),
  }
}

const optionNames = [
  'series',
  'rows',
  'frequency',
  'seed',
  'trend',
  'seasons',
  'promotions',
  'gaps',
  'intermittent',
] as const satisfies (keyof GenerateOptions)[]

const usualSeasons = (frequency: Frequency): number[] => [seasonOf(frequency)].filter((period) => period > 1)

function checkSeasons(seasons: readonly number[]): readonly number[] {
  if (Array.isArray(seasons)) return seasons.map((period) => checkWhole('every period of seasons', period, 2))
  throw new GatecastError(
    'ERR_TYPE',
    `Expected seasons as a list of periods, for example [7, 365], got ${shown(seasons)}`,
  )
}
