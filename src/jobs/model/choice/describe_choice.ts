import { listNames } from '../../../base/check.ts'
import { formatNumber } from '../../../report/format_text.ts'
import type { Choice } from './choose_model.ts'

/** One line: the model that was chosen, and why. */
export function describeChoice(choice: Choice, series: number): string {
  const { model, average, scores, metric, simple, rows, windows = 0, score } = choice
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
