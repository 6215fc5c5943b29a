import { checkObject, checkOptions, checkText } from '../../base/check.ts'
import { type Frequency, formatTime } from '../../series/index.ts'
import type { Scores } from '../backtest/scores.ts'
import type { ColumnStability } from './column_stability.ts'
import { prometheusText } from './prometheus_text.ts'

/** The scores of one forecast. */
export interface MonitorPeriod {
  /** The first time that was forecast, in milliseconds since 1970 UTC. */
  readonly origin: number
  /** Number of steps up to the last one whose value has come. */
  readonly steps: number
  /** Number of values that have come. */
  readonly values: number
  /** Scores of the forecast: `mae`, `mase`, `bias`, and `coverage80` and `width80` for an interval of 80 %. */
  readonly scores: Scores
  /** The scores of the backtest over the same steps. */
  readonly reference: Scores
}

/** The limits above which a score is an alarm. */
export interface MonitorLimits {
  /** MASE, or MAE without it, divided by that of the backtest. Default 1.5. */
  readonly error: number
  /** Distance of the bias from that of the backtest, in units of MASE. Default 0.5. */
  readonly bias: number
  /** How much farther the coverage is from the share of the interval than that of the backtest is. Default 0.1. */
  readonly coverage: number
  /** Width of intervals divided by that of the backtest. Default 1.5. */
  readonly width: number
  /** The population stability index of a column, if its p-value is below 0.01 too. Default 0.25. */
  readonly psi: number
}

/** A score above its limit. */
export interface MonitorAlarm {
  /** `error`, `bias`, `coverage`, `width` or `psi`. */
  readonly check: keyof MonitorLimits
  /** The name of the score, for example `coverage80`, or of the column. */
  readonly name: string
  /** The number that is compared with the limit. */
  readonly value: number
  /** The limit. */
  readonly limit: number
}

/** The largest p-value of a column that has moved. Rows depend on each other, so it is no more than a guard for few rows. */
const surprise = 0.01

/**
 * The result of {@link monitor}.
 *
 * @example
 * const backtest = await theta({ horizon: 7 }).backtest(panel, { windows: 3 })
 * const { alarms } = await monitor(backtest, [forecast], thisWeek)
 */
export class MonitorReport {
  /** The kind of forecaster of the backtest. */
  readonly kind: string
  /** Each forecast for which values have come, the oldest first. */
  readonly periods: readonly MonitorPeriod[]
  /** The mean scores of the newest forecasts, and of the backtest over the same steps. */
  readonly recent: { readonly periods: number; readonly scores: Scores; readonly reference: Scores }
  /** How far each column has moved since the first forecast. */
  readonly columns: readonly ColumnStability[]
  readonly #limits: MonitorLimits
  readonly #textOf: (time: number) => string

  /** @internal */
  constructor(
    parts: Pick<MonitorReport, 'kind' | 'periods' | 'recent' | 'columns'> & {
      limits: MonitorLimits
      timeZone: string
      frequency: Frequency
    },
  ) {
    checkObject('the parts of a report', parts)
    this.kind = parts.kind
    this.periods = parts.periods
    this.recent = parts.recent
    this.columns = parts.columns
    this.#limits = parts.limits
    this.#textOf = (time) => formatTime(time, parts.timeZone, parts.frequency)
  }

  /** The scores of the newest forecasts, and the columns, that are above their limits. */
  get alarms(): readonly MonitorAlarm[] {
    const { scores, reference } = this.recent
    const error = Number.isFinite(scores.mase / reference.mase) ? 'mase' : 'mae'
    const all: [check: keyof MonitorLimits, name: string, value: number][] = [
      ['error', error, scores[error] / reference[error]],
      ['bias', 'bias', Math.abs(scores.bias - reference.bias)],
    ]
    for (const name of Object.keys(scores)) {
      const share = Number(name.slice('coverage'.length)) / 100
      if (name.startsWith('coverage'))
        all.push(['coverage', name, Math.abs(scores[name] - share) - Math.abs(reference[name] - share)])
      if (name.startsWith('width')) all.push(['width', name, scores[name] / reference[name]])
    }
    for (const { column, psi, pValue } of this.columns) if (pValue < surprise) all.push(['psi', column, psi])
    return all
      .map(([check, name, value]) => ({ check, name, value, limit: this.#limits[check] }))
      .filter(({ value, limit }) => value > limit)
  }

  /**
   * One row for each forecast: its origin, and each score beside that of the backtest.
   *
   * @returns objects with `origin`, `steps`, `values`, and for each score, for example `mase`, also `mase_backtest`
   */
  toRows(): Record<string, string | number>[] {
    return this.periods.map(({ origin, steps, values, scores, reference }) => ({
      ...{ origin: this.#textOf(origin), steps, values },
      ...Object.fromEntries(
        Object.keys(scores).flatMap((name) => [
          [name, scores[name]],
          [`${name}_backtest`, reference[name] ?? Number.NaN],
        ]),
      ),
    }))
  }

  /**
   * The mean scores of the newest forecasts as metrics in the text format of Prometheus, for a file of the node exporter, the
   * Pushgateway, or the answer of `/metrics`.
   *
   * @param options - `labels` that every metric gets, for example `{ forecast: 'sales' }`
   * @returns lines that end with a line break
   * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` for labels that Prometheus does not take
   * @see https://prometheus.io/docs/instrumenting/exposition_formats
   * @example
   * const backtest = await theta({ horizon: 7 }).backtest(panel, { windows: 3 })
   * const watched = await monitor(backtest, [forecast], thisWeek)
   * await writeFile('gatecast.prom', watched.toPrometheus({ labels: { forecast: 'sales' } }))
   */
  toPrometheus(options: { labels?: Readonly<Record<string, string>> } = {}): string {
    checkOptions('toPrometheus', options, ['labels'])
    const labels = options.labels ?? {}
    checkObject('labels', labels)
    for (const [name, value] of Object.entries(labels)) checkText(`label ${name}`, value)
    return prometheusText(this, { kind: this.kind, ...labels })
  }
}
