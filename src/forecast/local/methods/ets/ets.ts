// Exponential smoothing: the model with the smallest AICc among those that fit the series' signs and length.
//
// Source: Hyndman, Koehler, Snyder, Grose 2002; Hyndman, Koehler, Ord, Snyder 2008, chapter 7.

import { GatecastError } from '../../../../base/error.ts'
import { forecastSeveral } from '../../decomposition/several_seasons.ts'
import { isConstant, type LocalForecast, type LocalTask, observedRows, varianceOf } from '../../method.ts'
import { naiveForecast } from '../naive.ts'
import { type Estimate, fineEstimate, roughEstimate } from './estimate.ts'
import { filter } from './filter.ts'
import { type EtsModel, type Form, forms, parameterCount } from './form.ts'
import { forecastFrom } from './variance.ts'

export interface EtsTask extends LocalTask {
  /** By default AICc chooses the model. */
  readonly model?: EtsModel | undefined
}

/** The number of best rough estimates that the fine search improves. */
const finalists = 3

export function etsForecast(history: Float64Array, task: EtsTask): LocalForecast {
  if (isConstant(history)) return naiveForecast(history, task)
  return (task.model ? undefined : forecastSeveral(history, task, ofOneSeason)) ?? ofOneSeason(history, task)
}

function ofOneSeason(history: Float64Array, task: EtsTask): LocalForecast {
  const best = chooseEts(history, task)
  // The series has too few values to estimate even the smallest model.
  if (!best) return naiveForecast(history, task)
  const { form, smoothers, states, squares } = best
  const values = observedRows(history).length
  const variance = varianceOf(squares, values - parameterCount(form, task.season) + 1)
  const forecast = forecastFrom(form, smoothers, states, { variance, horizon: task.horizon, length: history.length })
  return { ...forecast, ...tracedParts(history, best, task.horizon) }
}

/** One-step forecasts, and level, trend and season after each row; in the horizon, as the forecast adds them up. */
function tracedParts(
  history: Float64Array,
  { form, smoothers, initial, states }: Estimate,
  horizon: number,
): Pick<LocalForecast, 'fitted' | 'components'> {
  const { length } = history
  const part = () => new Float64Array(length + horizon)
  const [fitted, level, trend, season] = [new Float64Array(length), part(), part(), part()]
  filter(history, form, smoothers, initial, { fitted, level, trend, season })
  level.fill(states.level, length)
  for (let h = 1, sum = 0, power = 1; h <= horizon; h++) {
    power *= smoothers.phi
    sum += power
    trend[length + h - 1] = sum * states.slope
    if (form.season !== 'none') season[length + h - 1] = states.season[(length + h - 1) % states.season.length]
  }
  const seasonal = form.season === 'none' ? {} : { [`season ${states.season.length}`]: season }
  return { fitted, components: { level, ...(form.trend ? { trend } : {}), ...seasonal } }
}

/** The best model of a history that is not constant, or null if it is too short for all models. */
export function chooseEts(history: Float64Array, { season, model }: Omit<EtsTask, 'horizon'>): Estimate | null {
  const count = observedRows(history).length
  const isPositive = history.every((value) => value > 0 || Number.isNaN(value))
  const allowed = ({ name, multiplicativeError, season: kind }: Form): boolean =>
    (model === undefined || name === model) &&
    (isPositive || !multiplicativeError) &&
    (kind === 'none' || (season > 1 && history.length >= 2 * season + 1))
  // AICc divides by count - parameters - 1, which must be above 0.
  const candidates = forms.filter((form) => allowed(form) && count > parameterCount(form, season) + 1)
  if (model !== undefined && !candidates.length && !isPositive && model.startsWith('M'))
    throw new GatecastError(
      'ERR_DATA',
      `Expected values above 0 for ETS model ${model}, got 0 or less. Use one with additive errors, for example ANN`,
    )
  const byAicc = (a: Estimate, b: Estimate) => a.aicc - b.aicc
  const rough = candidates.map((form) => roughEstimate(history, count, form, season)).sort(byAicc)
  const fine = rough.slice(0, finalists).map((estimate) => fineEstimate(history, count, season, estimate))
  return fine.sort(byAicc)[0] ?? null
}
