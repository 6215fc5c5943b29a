import { binding } from '../../addon/index.ts'
import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { checkFunction, checkList, listNames, shown } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, optionsOf, text, unchecked, whole } from '../../base/options/options.ts'
import { Turns } from '../../base/resources/turns.ts'
import { checkMetric, distanceFromBest } from '../../forecast/backtest/named_metric.ts'
import { checkPanel } from '../../forecast/check.ts'
import type { Forecaster, PredictOptions } from '../../forecast/forecaster.ts'
import { scoreBy } from '../../forecast/search/score_by.ts'
import type { Column, Panel } from '../../series/index.ts'
import { checkForecaster } from '../subject/check_forecaster.ts'

/** Options of {@link permutationImportance}. */
export interface ImportanceOptions extends CallOptions {
  /** Names of the covariates; default all that the forecaster reads. */
  covariates?: readonly string[]
  /** Name of the score of a backtest; default `mae`. */
  metric?: string
  /** Number of permutations of each covariate; default 5. */
  repeats?: number
  /** Number of origins to forecast from; default 3, as in a backtest. */
  windows?: number
  /** Seed of the permutations; default 0. */
  seed?: number
  /** Options for `predict`. */
  predict?: Omit<PredictOptions, 'quantiles'>
  /** Called after each repeat and awaited. */
  onProgress?: (progress: { covariate: string; repeat: number; done: number; all: number }) => unknown
}

/** The importance of one covariate. */
export interface CovariateImportance {
  /** The name of the column. */
  readonly name: string
  /** The role of the column. */
  readonly role: 'known' | 'observed' | 'static'
  /** How much worse the score is with permuted values, mean over the repeats; near 0 for a covariate without use. */
  readonly importance: number
  /** Standard deviation of that over the repeats; NaN with one repeat. */
  readonly spread: number
  /** The score of each repeat. */
  readonly scores: readonly number[]
}

/** The importance of the covariates of a forecaster. */
export interface Importance {
  /** Name of the score. */
  readonly metric: string
  /** The score with the true values. */
  readonly score: number
  /** The covariates, the most important one first. */
  readonly covariates: readonly CovariateImportance[]
}

const checks: Checks<ImportanceOptions> = {
  covariates: (name, value) => checkList(name, value as string[]),
  metric: text,
  repeats: whole(1),
  windows: whole(1),
  seed: whole(0),
  predict: unchecked,
  onProgress: checkFunction,
  threads: unchecked,
  signal: unchecked,
}

type Role = CovariateImportance['role']

/**
 * Measures how much a fitted forecaster needs each covariate: it forecasts the last rows of the histories again with the
 * values of one covariate in random order, and compares the scores. Values are permuted within each series, future rows
 * included; those of a static covariate between the series. Missing values keep their places. The forecaster is not fitted again.
 *
 * A forecaster that was fitted on the rows that it is scored on seems to need covariates more than it does: fit it on a
 * panel without the last rows, `panel.cut(...)`. Covariates that hold the same information share it, so each of them may
 * look unimportant.
 *
 * @param forecaster - a fitted forecaster of any kind that reads covariates
 * @param panel - the panel whose newest rows are forecast from earlier rows
 * @throws {GatecastError} `ERR_DATA` if the forecaster reads no covariate, or a static one of a single series is named;
 * `ERR_RANGE` naming the option; as `backtest`; `ABORT_ERR`
 * @see Breiman 2001, "Random forests"; Fisher, Rudin, Dominici 2019, "All models are wrong, but many are useful"
 * @example
 * const { covariates } = await permutationImportance(forecaster, panel, { repeats: 10 })
 * for (const { name, importance, spread } of covariates) console.log(name, importance, '+-', spread)
 */
export async function permutationImportance(
  forecaster: Forecaster,
  panel: Panel,
  options: ImportanceOptions = {},
): Promise<Importance> {
  const given = optionsOf('permutationImportance', options, checks)
  const { repeats = 5, windows = 3, seed = 0, threads, signal, onProgress } = given
  const metric = checkMetric(given.metric ?? 'mae')
  checkForecaster(forecaster)
  checkPanel(panel)
  checkSignal(signal)
  const chosen = chooseColumns(forecaster, panel, given.covariates)
  const settings = defined({ windows, threads, signal, predict: given.predict })
  const scoreOn = async (data: Panel) =>
    scoreBy(await forecaster.backtest(data, { ...settings, refit: 'never' }), metric, signal)
  const score = await scoreOn(panel)
  const covariates: CovariateImportance[] = []
  for (const [i, { column, role }] of chosen.entries()) {
    const scores: number[] = []
    for (let repeat = 0; repeat < repeats; repeat++) {
      scores.push(await scoreOn(await permuted(panel, column, role, seed, i * repeats + repeat, signal)))
      const done = i * repeats + repeat + 1
      await onProgress?.({ covariate: column.name, repeat: repeat + 1, done, all: chosen.length * repeats })
    }
    const worse = scores.map((one) => distanceFromBest(metric, one) - distanceFromBest(metric, score))
    const importance = worse.reduce((sum, one) => sum + one, 0) / repeats
    const squares = worse.reduce((sum, one) => sum + (one - importance) ** 2, 0)
    covariates.push({ name: column.name, role, importance, spread: Math.sqrt(squares / (repeats - 1)), scores })
  }
  return { metric, score, covariates: covariates.sort((a, b) => b.importance - a.importance) }
}

/** The covariates that a forecaster reads; those of the panel if it does not say. */
export function readCovariates(forecaster: Forecaster, panel: Panel): { column: Column; role: Role }[] {
  const used = forecaster.facts?.().covariates
  return (['known', 'observed', 'static'] as const).flatMap((role) =>
    panel[role]
      .filter(({ name }) => used === undefined || used[role].includes(name))
      .map((column) => ({ column, role })),
  )
}

function chooseColumns(forecaster: Forecaster, panel: Panel, names: readonly string[] | undefined) {
  const all = readCovariates(forecaster, panel)
  const single = panel.seriesCount === 1
  const unknown = names?.find((name) => !all.some(({ column }) => column.name === name))
  if (unknown !== undefined)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected covariates to be among those that the forecaster reads (${listNames(all.map(({ column }) => column.name)) || 'none'}), got ${shown(unknown)}`,
    )
  const fixed =
    names && single ? all.find(({ column, role }) => role === 'static' && names.includes(column.name)) : null
  if (fixed)
    throw new GatecastError(
      'ERR_DATA',
      `Expected two series or more to permute the static covariate "${fixed.column.name}" between them, got one`,
    )
  const chosen = all.filter(({ column, role }) => names?.includes(column.name) ?? !(single && role === 'static'))
  if (chosen.length > 0) return chosen
  throw new GatecastError(
    'ERR_DATA',
    `Expected a forecaster that reads covariates and a panel that has them, got ${forecaster.kind}, which reads none ` +
      'of this panel. Fit it on a panel with covariates',
  )
}

/** The panel with one column in random order. The order depends on seed and number alone. */
async function permuted(
  panel: Panel,
  column: Column,
  role: Role,
  seed: number,
  number: number,
  signal: AbortSignal | undefined,
): Promise<Panel> {
  const values = column.values.slice()
  const turns = new Turns(signal)
  const ranges =
    role === 'static' ? [[0, values.length]] : panel.ids.map((_, s) => [panel.offsets[s], panel.offsets[s + 1]])
  for (const [series, [from, to]] of ranges.entries()) {
    shuffle(values.subarray(from, to), binding.random('uniform', seed, number * ranges.length + series, to - from))
    if (turns.isOver) await turns.next()
  }
  // Without its recipe: the values no longer follow from the time.
  const { recipe: _, ...rest } = column
  const replaced = panel[role].map((other) => (other === column ? { ...rest, values } : other))
  return panel.with({ [role]: replaced })
}

/**
 * Puts the values in a random order; missing ones keep their places. Double precision keeps a place below `i + 1` for any
 * float32 below 1.
 *
 * Source: Fisher and Yates 1938.
 */
function shuffle(values: Float64Array, random: Float32Array): void {
  const places = values.reduce<number[]>((list, value, place) => {
    if (!Number.isNaN(value)) list.push(place)
    return list
  }, [])
  for (let i = places.length - 1; i > 0; i--) {
    const [one, other] = [places[i], places[Math.floor(random[i] * (i + 1))]]
    const value = values[one]
    values[one] = values[other]
    values[other] = value
  }
}
