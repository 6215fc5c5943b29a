import { listNames } from '../../../base/check.ts'
import { formatNumber } from '../../../report/format_text.ts'
import type { Job } from '../../job/job.ts'
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
  if (!average) return `${model.kind}, the best in a backtest of ${tested}${list}`
  const names = listNames(average.map(({ kind }) => kind))
  return `the average of ${names}, which has ${metric.toUpperCase()} ${formatNumber(score ?? Number.NaN)} in ${tested}${list}`
}

/** A line for covariates of the job that the chosen model does not read; `undefined` if it reads them, or there are none. */
export function unusedNote({ model, average, scores }: Choice, columns: Job['columns']): string | undefined {
  const named = [...columns.known, ...columns.observed, ...columns.static]
  const kinds = (average ?? [model]).map(({ kind }) => kind)
  const read = new Set(scores.flatMap(({ kind, covariates }) => (kinds.includes(kind) ? covariates : [])))
  const unused = named.filter((name) => !read.has(name))
  if (unused.length === 0) return undefined
  const reader = scores.find(({ covariates }) => covariates.some((name) => unused.includes(name)))
  const reason = reader
    ? `${reader.kind}, which reads them, scores ${formatNumber(reader.score)}. Use --model ${reader.kind} to have them read`
    : 'no model that was tried reads them. Use --model gru for one that does'
  return `not used: ${listNames(unused)}; ${reason}`
}
