import { GatecastError } from '../../base/error.ts'
import { type Checks, optionsOf, unchecked, whole } from '../../base/options/options.ts'
import { pacer } from '../../base/resources/turns.ts'
import { checkHistories } from '../../forecast/check.ts'
import type { CallOptions } from '../../nn/index.ts'
import type { Panel } from '../../series/index.ts'
import { Detection, emptyDetection, type SeriesDetection } from './detection.ts'
import { type NextCovariates, rowOf } from './errors/error_source.ts'
import type { SeriesUnits } from './judge/measure.ts'
import { type DetectorFitOptions, fitCallChecks, type LearnedDetector, learn } from './learn.ts'
import { LiveDetector } from './live_detector.ts'
import type { AnomalySettings } from './options.ts'
import { type AnomalyReading, RowJudge } from './row_judge.ts'
import { asPanel } from './series_data.ts'
import { saveDetector } from './stored.ts'

const callChecks: Checks<CallOptions> = { threads: whole(1), signal: unchecked }
/** Rows between two looks at the clock. */
const some = 512

/** Finds anomalies in series. {@link anomalies} makes one, and `loadDetector` reads one from a file. */
export class AnomalyDetector {
  readonly #settings: AnomalySettings
  #learned: LearnedDetector | undefined
  /** The one series that `fit` saw, and from the first `push` the stream that follows it. */
  #own: { history: Panel; live?: Promise<LiveDetector> } | undefined

  /** @internal */
  constructor(settings: AnomalySettings, learned?: LearnedDetector) {
    this.#settings = settings
    this.#learned = learned
  }

  /** The score from which a row is an anomaly: minus the logarithm to base 10 of `falseAlarms`. */
  get threshold(): number {
    return -Math.log10(this.#settings.falseAlarms)
  }

  /**
   * Learns what is normal. The first rows of each series train what expects the values; the rows after them, the share
   * `heldOut`, calibrate how surprising a normal row can be.
   *
   * @param data - a panel, or the values of one series; without anomalies, or use the option `trim`
   * @param options - options of training for a forecaster or an autoencoder; `signal` stops every kind
   * @throws {GatecastError} `ERR_DATA` naming the series that is too short or never changes, `ERR_NOT_FINITE` for an
   * infinite value, `ERR_TYPE`, `ERR_RANGE`, `ABORT_ERR`; after an error the detector is unchanged
   */
  async fit(data: Panel | ArrayLike<number>, options: DetectorFitOptions = {}): Promise<void> {
    optionsOf('fit', options, fitCallChecks)
    const panel = asPanel(data)
    this.#learned = await learn(panel, this.#settings, options)
    this.#own = panel.seriesCount === 1 ? { history: panel } : undefined
  }

  /**
   * Scores every row of the histories of a panel, each from the rows before it. The first rows of a series have no score:
   * two seasons or ten rows with `'smoothing'`, as many as a window holds with `'autoencoder'`, and four seasons or ten
   * rows with a forecaster that learns from each history. So give some history before the rows that matter.
   *
   * @param data - series that `fit` saw, with the same or other rows; or values, if it was fitted on values
   * @returns scores, expected values and anomalies of each row; a missing value has no score
   * @throws {GatecastError} `ERR_DATA` before `fit`, and for a series or a frequency that `fit` did not see;
   * `ERR_NOT_FINITE` for an infinite value; `ERR_TYPE`; `ABORT_ERR`
   */
  async detect(data: Panel | ArrayLike<number>, options: CallOptions = {}): Promise<Detection> {
    optionsOf('detect', options, callChecks)
    const panel = this.#checked(data)
    const { source } = this.#known()
    const pace = pacer(options.signal)
    const found: SeriesDetection[] = []
    for (let series = 0; series < panel.seriesCount; series++) {
      const one = panel.select([series])
      const values = one.history(0)
      const { columns } = await source.run(one, options)
      const rows = this.#rowJudge(one.ids[0])
      const own = emptyDetection(values.length)
      for (let row = 0; row < values.length; row++) {
        const reading = rows.next(values[row], rowOf(columns, row))
        for (const name of ['score', 'pValue', 'expected', 'lower', 'upper'] as const) own[name][row] = reading[name]
        own.anomaly[row] = reading.anomaly ? 1 : 0
        own.check[row] = reading.check
        if (row % some === 0) await pace()
      }
      found.push(own)
    }
    return new Detection(panel, this.threshold, found)
  }

  /**
   * Follows one series: takes values one at a time and scores each as `detect` does.
   *
   * @param history - the rows before, as a panel with one series, or as values; the more, the better
   * @returns a stream with its own state
   * @throws {GatecastError} `ERR_DATA` before `fit`, for a series or a frequency that `fit` did not see, or several series
   * (use `panel.select([i])`); `ERR_TYPE`; `ABORT_ERR`
   */
  async stream(history: Panel | ArrayLike<number>, options: CallOptions = {}): Promise<LiveDetector> {
    optionsOf('stream', options, callChecks)
    const panel = this.#checked(history)
    if (panel.seriesCount > 1)
      throw new GatecastError(
        'ERR_DATA',
        `Expected a panel with one series for stream(), got ${panel.seriesCount}. Use a stream for each: ` +
          'detector.stream(panel.select([0]))',
      )
    const { source } = this.#known()
    const run = await source.run(panel, options)
    const rows = this.#rowJudge(panel.ids[0])
    panel.history(0).forEach((value, row) => {
      rows.next(value, rowOf(run.columns, row))
    })
    return new LiveDetector(run, rows, this.threshold)
  }

  /**
   * Takes the next value of the one series that `fit` saw, and scores it. The first call follows the last row of `fit`,
   * each later call the one before it. For several series, or after `loadDetector`, use `stream` with their last rows.
   *
   * @param value - the value; NaN or `null` for a missing one, which moves the stream on and has no score
   * @param covariates - for a forecaster that reads covariates: those of this row
   * @returns the score, and what was expected
   * @throws {GatecastError} `ERR_DATA` before `fit` and after a fit to several series; `ERR_TYPE` for a value that is no
   * number, `ERR_NOT_FINITE` for an infinite one; those of the forecaster
   */
  async push(value: number | null, covariates: NextCovariates = {}): Promise<AnomalyReading> {
    this.#known()
    const own = this.#own
    if (own === undefined)
      throw new GatecastError(
        'ERR_DATA',
        'Expected a detector that fit one series in this process, for push(). Use a stream, which takes the last rows ' +
          'of a series: const live = await detector.stream(rows)',
      )
    own.live ??= this.stream(own.history)
    return (await own.live).push(value, covariates)
  }

  /**
   * Writes one safetensors file, which {@link loadDetector} reads. The file appears whole or not at all.
   *
   * @param path - path of the file; its name usually ends in `.safetensors`
   * @throws {GatecastError} `ERR_DATA` before `fit`, `ERR_FILE` if the file cannot be written
   */
  async save(path: string): Promise<void> {
    await saveDetector(path, this.#settings, this.#known())
  }

  #rowJudge(id: string): RowJudge {
    const { judge, units } = this.#known()
    return new RowJudge(judge, units.get(id) as SeriesUnits, this.#settings.falseAlarms)
  }

  #known(): LearnedDetector {
    if (this.#learned) return this.#learned
    throw new GatecastError('ERR_DATA', 'Expected a fitted detector, got one that is not fitted. Call fit first')
  }

  #checked(data: Panel | ArrayLike<number>): Panel {
    const { units, frequency } = this.#known()
    const panel = asPanel(data)
    const strange = panel.ids.find((id) => !units.has(id))
    if (strange !== undefined)
      throw new GatecastError(
        'ERR_DATA',
        `Expected series that fit saw, got "${strange}": nothing is known about its usual errors. Fit on a panel with it`,
      )
    if (panel.frequency.text !== frequency)
      throw new GatecastError(
        'ERR_DATA',
        `Expected rows of frequency "${frequency}", as fit saw, got "${panel.frequency.text}": usual errors of other steps ` +
          'say nothing about these. Resample the data, or fit a detector on them',
      )
    for (let series = 0; series < panel.seriesCount; series++)
      if (panel.history(series).some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)) checkHistories(panel)
    return panel
  }
}
