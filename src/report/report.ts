import { checkSignal } from '../base/abort.ts'
import { writeAtomically } from '../base/atomic_file.ts'
import { checkOptions, checkText } from '../base/check.ts'
import { inTurns } from '../base/resources/turns.ts'
import type { ReportOptions } from './report_options.ts'
import { type ReportContents, readReportParts } from './report_parts.ts'
import { withBaseline } from './scores/baseline.ts'

/**
 * Writes a report as one HTML file, which needs no other file and no network: history, forecast and intervals of each
 * series, scores and errors of backtests beside the seasonal naive method, the curves of a fit, and facts about model,
 * data and machine.
 *
 * @param what - the result of `predict`, `backtest` or `fit`; or several of them, with the panel for the lines of
 * history
 * @returns the path and size of the file, which appears whole or not at all
 * @throws {GatecastError} `ERR_DATA` if there is nothing to report or an id is unknown, `ERR_FILE`, `ABORT_ERR`
 * @example
 * const backtest = { gru: await model.backtest(panel), theta: await theta({ horizon: 28 }).backtest(panel) }
 * await report({ forecast, backtest, fit, forecaster: model, panel }, { path: 'sales.html', title: 'Sales' })
 */
export async function report(
  what: ReportContents,
  options: ReportOptions = {},
): Promise<{ path: string; bytes: number }> {
  checkOptions('a report', options, ['path', 'title', 'series', 'history', 'rows', 'signal'])
  const { path = 'report.html', title, signal } = options
  checkText('path of a report', path)
  if (title !== undefined) checkText('title of a report', title)
  // The page and its charts are a quarter of the library. Most programs never write one.
  const { reportDocument } = await import('./document.ts')
  const parts = await withBaseline(readReportParts(what), signal)
  const bytes = Buffer.from(await inTurns(reportDocument(parts, options), signal))
  checkSignal(signal)
  await writeAtomically(path, [bytes])
  return { path, bytes: bytes.length }
}
