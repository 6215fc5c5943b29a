import { checkSignal } from '../../base/abort.ts'
import { checkFunction } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, unchecked, whole } from '../../base/options/options.ts'
import { pacer } from '../../base/resources/turns.ts'
import type { FitOptions, Forecaster } from '../../forecast/index.ts'
import type { Panel } from '../../series/index.ts'
import { AutoencoderSource } from './errors/autoencoder_source.ts'
import { type ErrorSource, rowOf } from './errors/error_source.ts'
import { pathOf } from './errors/fit_smoother.ts'
import { ForecastSource } from './errors/forecast_source.ts'
import { SmoothingSource } from './errors/smoothing_source.ts'
import { fewestRows, Judge } from './judge/judge.ts'
import { learnUnits, Measure, type RowScores, type SeriesUnits } from './judge/measure.ts'
import type { AnomalySettings } from './options.ts'
import { faultOf, seasonFor } from './series_data.ts'

/** Options of `fit`. Smoothing has no training: it uses `signal` alone. */
export type DetectorFitOptions = Pick<
  FitOptions,
  'epochs' | 'batchSize' | 'precision' | 'threads' | 'signal' | 'onProgress' | 'onStep'
>

export const fitCallChecks: Checks<DetectorFitOptions> = {
  epochs: whole(1),
  batchSize: whole(1),
  precision: unchecked,
  threads: whole(1),
  signal: unchecked,
  onProgress: checkFunction,
  onStep: checkFunction,
}

/** What a detector has learned. */
export interface LearnedDetector {
  readonly source: ErrorSource
  readonly judge: Judge
  /** The units of each series, by id. */
  readonly units: ReadonlyMap<string, SeriesUnits>
  /** The frequency of the panel, as text: `1` for an array of values. */
  readonly frequency: string
}

/** The fewest rows of training of a series. */
const leastTraining = 12
/** More held-out rows would not make a limit more precise in practice. */
const mostScores = 50_000
/** Rows between two looks at the clock. */
const some = 512
/** Windows of an autoencoder have no fewer rows. */
const shortestWindow = 16

/**
 * Learns what is normal in each series of a panel.
 *
 * @param leaveOut - called with each series that cannot be learned from, which is then left out; default: its error is
 * thrown
 * @throws {GatecastError} `ERR_DATA` naming the series that is too short or never changes, `ABORT_ERR`
 */
export async function learn(
  panel: Panel,
  settings: AnomalySettings,
  options: DetectorFitOptions,
  leaveOut?: (id: string, reason: GatecastError) => void,
): Promise<LearnedDetector> {
  checkSignal(options.signal)
  const { heldOut, checks, trim } = settings
  const season = seasonFor(panel, settings.season)
  const { kept, training } = split(panel, heldOut, leaveOut)
  const source = sourceFor(settings, season)
  await source.fit(training, options)
  const units = new Map<string, SeriesUnits>()
  const scores: RowScores[] = []
  const heldOutRows = kept.lengths.reduce((sum, length, series) => sum + length - training.lengths[series], 0)
  const stride = strideFor(heldOutRows, season)
  const pace = pacer(options.signal)
  const { signal, threads } = options
  for (let series = 0; series < kept.seriesCount; series++) {
    const one = kept.select([series])
    const values = one.history(0)
    const rows = training.lengths[series]
    const { columns: errors } = await source.run(one, defined({ signal, threads }))
    const own = learnUnits(values, errors, rows, season)
    if (!own) {
      const error = tooShort(one.ids[0], values.length, heldOut)
      if (!leaveOut) throw error
      leaveOut(one.ids[0], error)
      continue
    }
    units.set(one.ids[0], own)
    const measure = new Measure(own)
    for (let row = 0; row < values.length; row++) {
      const found = measure.next(values[row], rowOf(errors, row))
      if (row >= rows && row % stride === 0 && !Number.isNaN(values[row])) scores.push(found)
      if (row % some === 0) await pace()
    }
  }
  const judge = Judge.of(scores, checks, { path: source.path, stride, trim })
  if (judge) return { source, judge, units, frequency: panel.frequency.text }
  throw new GatecastError(
    'ERR_DATA',
    `Expected ${fewestRows} held-out rows or more that every check can judge, got fewer among the ${scores.length} ` +
      `observed ones of all series. Give more rows, a larger heldOut than ${heldOut}, or checks: ["value"]`,
  )
}

/** Rows between two scores that are kept. It has no factor in common with the season, so that every phase is among them. */
function strideFor(rows: number, season: number): number {
  let stride = Math.max(1, Math.ceil(rows / mostScores))
  while (greatestDivisor(stride, season) > 1) stride++
  return stride
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))

/** The series that can be learned from, and the rows of each that train. */
function split(
  panel: Panel,
  heldOut: number,
  leaveOut: ((id: string, reason: GatecastError) => void) | undefined,
): { kept: Panel; training: Panel } {
  const rowsOf = (length: number) => Math.floor(length * (1 - heldOut))
  const faults = panel.ids.map((id, series) => {
    const rows = rowsOf(panel.lengths[series])
    const fault =
      faultOf(panel, series, rows) ?? (rows < leastTraining ? tooShort(id, panel.lengths[series], heldOut) : undefined)
    // An error of each of many series would take seconds.
    if (fault && !leaveOut) throw fault
    return fault
  })
  const first = faults.find((fault) => fault !== undefined)
  if (first && faults.every((fault) => fault !== undefined)) throw first
  faults.forEach((fault, series) => {
    if (fault) leaveOut?.(panel.ids[series], fault)
  })
  const kept = panel.select(faults.flatMap((fault, series) => (fault ? [] : [series])))
  return { kept, training: kept.cut((series) => rowsOf(kept.lengths[series])) }
}

function sourceFor({ by, seed }: AnomalySettings, season: number): ErrorSource {
  if (by === 'smoothing') return new SmoothingSource(season)
  if (by === 'autoencoder') return new AutoencoderSource(Math.max(shortestWindow, pathOf(season)), seed)
  return new ForecastSource((by as Forecaster).fresh())
}

const tooShort = (id: string, rows: number, heldOut: number): GatecastError =>
  new GatecastError(
    'ERR_DATA',
    `Expected enough rows in series "${id}" to learn its usual errors from, got ${rows}, of which ` +
      `${Math.floor(rows * (1 - heldOut))} are for training. Give more rows, a smaller season or heldOut, or leave the ` +
      'series out',
  )
