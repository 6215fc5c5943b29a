import type { Forecast } from '../../forecast/forecast.ts'

/** How much a column moves a forecast. */
export interface Driver {
  /** The name of the column, or of a feature of the calendar. */
  readonly name: string
  /** `target` for the history of the target, else the role of the covariate. */
  readonly role: 'target' | 'known' | 'observed' | 'static' | 'calendar'
  /** How much higher the mean of the forecast is because of it, in units of the target. */
  readonly effect: number
  /** For the history of the target the distances in steps of the values that matter most; else empty. */
  readonly lags: readonly number[]
}

/** The parts of an {@link Explanation}. */
export interface ExplanationParts {
  /** Id of the series. */
  readonly series: string
  /** The explanation in words, a sentence or two in each line. */
  readonly text: string
  /** History and forecast as the text of an SVG file. */
  readonly chart: string
  /** The effects as the text of an SVG file; `null` without drivers. */
  readonly driversChart: string | null
  /** The columns that move the forecast, the strongest effect first. Empty if the forecaster reads no column but the target. */
  readonly drivers: readonly Driver[]
  /** The forecast of the series. */
  readonly forecast: Forecast
}

/**
 * A forecast of one series in words and charts. `console.log` and `String()` print the words.
 *
 * @example
 * const { drivers, text } = await explain(forecaster, panel, { series: 'store 7' })
 */
export class Explanation implements ExplanationParts {
  /** Id of the series. */
  readonly series: string
  /** The explanation in words, a sentence or two in each line. */
  readonly text: string
  /** History and forecast as the text of an SVG file. */
  readonly chart: string
  /** The effects as the text of an SVG file; `null` without drivers. */
  readonly driversChart: string | null
  /** The columns that move the forecast, the strongest effect first. Empty if the forecaster reads no column but the target. */
  readonly drivers: readonly Driver[]
  /** The forecast of the series. */
  readonly forecast: Forecast

  /** @internal */
  constructor(parts: ExplanationParts) {
    this.series = parts.series
    this.text = parts.text
    this.chart = parts.chart
    this.driversChart = parts.driversChart
    this.drivers = parts.drivers
    this.forecast = parts.forecast
  }

  /**
   * The explanation in words.
   *
   * @returns the text
   */
  toString(): string {
    return this.text
  }

  /** @internal The text that `console.log` prints. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.text
  }
}
