import { checkChoice, checkList, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Check, type Checks, flag, number, optionsOf, whole } from '../../base/options/options.ts'
import type { Forecaster } from '../../forecast/index.ts'
import { type CheckName, checkNames } from './judge/checks.ts'

/** Options of {@link anomalies}. */
export interface AnomalyOptions {
  /**
   * What expects the values. `'smoothing'` (default): level and season of each series, in milliseconds. A forecaster,
   * for example `gru({ horizon: 24 })`: its forecasts from the rows before; `level` and `shape` look at all steps of its
   * horizon. `'autoencoder'`: a network that writes windows of values again from a short code.
   */
  by?: 'smoothing' | 'autoencoder' | Forecaster
  /** Share of the rows of normal data that may be called anomalies, from 0.000001 to 0.5; default 0.01. */
  falseAlarms?: number
  /**
   * The checks; default all. `'value'`: a value far from the expected one. `'level'`: last rows that are together above
   * or below what was expected of them. `'shape'`: last rows unlike what was expected of them. `'stuck'`: a value that
   * does not change.
   */
  checks?: readonly CheckName[]
  /** Rows in a season; default the season of the panel's frequency, or one that is found if the frequency has none. */
  season?: number
  /** Share of the rows of `fit`, at its end, from which the rate of false alarms is calibrated, from 0.1 to 0.9; default 0.4. */
  heldOut?: number
  /**
   * Whether gross outliers among the held-out rows are left out of the calibration; default false. Set it if the data of
   * `fit` hold anomalies.
   */
  trim?: boolean
  /** Seed of the autoencoder; default 0. */
  seed?: number
}

/** The least and the largest rate of false alarms. */
export const rates = [1e-6, 0.5] as const

const source: Check = (name, value) => {
  if (typeof value === 'string') return checkChoice(name, value, ['smoothing', 'autoencoder'])
  const { predict, toState, fresh } = (value ?? {}) as Partial<Forecaster>
  if ([predict, toState, fresh].every((method) => typeof method === 'function')) return
  throw new GatecastError(
    'ERR_TYPE',
    `Expected ${name} to be "smoothing", "autoencoder" or a forecaster such as gru({ horizon: 24 }), got ${shown(value)}`,
  )
}

const listOfChecks: Check = (name, value) => {
  const list = checkList(name, value as unknown[]).map((one) => checkChoice(`each of ${name}`, one, checkNames))
  if (list.length > 0) return
  throw new GatecastError('ERR_RANGE', `Expected ${name} to hold one of ${checkNames.join(', ')}, got an empty array`)
}

const optionChecks: Checks<AnomalyOptions> = {
  by: source,
  falseAlarms: number(...rates),
  checks: listOfChecks,
  season: whole(1, 1_000_000),
  heldOut: number(0.1, 0.9),
  trim: flag,
  seed: whole(0),
}

/** Options with defaults, except for the season, which depends on the data. */
export type AnomalySettings = Required<Omit<AnomalyOptions, 'season'>> & Pick<AnomalyOptions, 'season'>

/** @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option */
export function settingsOf(options: AnomalyOptions): AnomalySettings {
  const given = optionsOf('anomalies', options, optionChecks)
  const chosen = new Set(given.checks ?? checkNames)
  return {
    ...{ by: 'smoothing', falseAlarms: 0.01, heldOut: 0.4, trim: false, seed: 0 },
    ...given,
    checks: checkNames.filter((name) => chosen.has(name)),
  }
}
