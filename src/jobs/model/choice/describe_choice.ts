import { listNames } from '../../../base/check.ts'
import { formatNumber } from '../../../report/format_text.ts'
import type { TriedModels } from '../../../report/report_parts.ts'
import type { Choice } from './choose_model.ts'

/** The models that were compared, for the page of a job; `undefined` if none were. */
export function triedIn({
  model,
  average = [model],
  scores,
  metric,
  windows,
  series,
}: Choice): TriedModels | undefined {
  if (windows === undefined || series === undefined) return undefined
  const chosen = average.map(({ kind }) => kind)
  const leaderboard = scores.map((own) => ({ ...own, weight: chosen.includes(own.kind) ? 1 / chosen.length : 0 }))
  return { metric, leaderboard, tested: { windows, series } }
}

/** One line: the model that was chosen, and why. */
export function describeChoice(choice: Choice): string {
  const { model, average, scores, metric, simple, rows, windows = 0, series = 0, score } = choice
  if (simple !== undefined) return `${model.kind}, a simple forecast, as models cannot be compared: ${simple}`
  const shown = scores.map(({ kind, score: own, covariates }) =>
    [kind, ...(covariates.length ? ['with', covariates.join(' and ')] : []), formatNumber(own)].join(' '),
  )
  const list = shown.length ? ` (${metric.toUpperCase()}: ${shown.join(', ')})` : ''
  const part = rows === undefined ? '' : `, on their last ${rows.toLocaleString('en')} rows`
  const tested = `${windows} ${windows === 1 ? 'window' : 'windows'} of ${series.toLocaleString('en')} series${part}`
  const what = average ? `average of ${listNames(average.map(({ kind }) => kind))}` : model.kind
  const own = average && score !== undefined ? ` (${formatNumber(score)})` : ''
  return `${what}${own}, the best in a backtest of ${tested}${list}`
}
