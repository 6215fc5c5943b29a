import { checkWhole } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import type { InPieces } from '../base/resources/turns.ts'
import { fanData } from './charts/fan/fan_data.ts'
import { palettes, tokensOf } from './charts/theme.ts'
import { page } from './page.ts'
import type { Section } from './page_data.ts'
import type { ReportOptions } from './report_options.ts'
import type { Parts } from './report_parts.ts'
import { indexOfMain, worstFirst } from './scores/score_order.ts'
import { backtestSection } from './sections/backtest.ts'
import { detailsSection } from './sections/details.ts'
import { fitSection } from './sections/fit.ts'
import { seriesSection } from './sections/forecast.ts'
import { runSection } from './sections/run.ts'
import { summary } from './sections/summary.ts'
import { trainingSection } from './sections/training.ts'
import { triedSection } from './sections/tried.ts'

/**
 * The text of the page of a report.
 *
 * @throws {GatecastError} `ERR_TYPE` or `ERR_DATA` if the options are wrong
 */
export function* reportDocument(parts: Parts, options: ReportOptions): InPieces<string> {
  for (const { backtest } of parts.backtests) yield* backtest.scoreInPieces()
  const { forecast, fitted, backtests, history, panel } = parts
  const rows = checkWhole('rows', options.rows ?? 10_000, 1)
  const horizon = forecast?.horizon ?? backtests[0]?.backtest.horizon ?? 0
  const shown = checkWhole('history', options.history ?? Math.max(200, 8 * horizon), 1)
  const ids = chartedIds(parts, options.series ?? 50)
  const main = indexOfMain(parts)
  yield
  const sections: { id: string; name: string; section: Section }[] = []
  if (ids.length)
    sections.push({ id: 'forecast', name: forecast ? 'Forecast' : 'Series', section: seriesSection(parts, ids, rows) })
  const fit = ids.length && forecast && fitted ? yield* fitSection(fitted, ids, { history: shown, rows }) : undefined
  if (fit) sections.push({ id: 'fit', name: 'Fit', section: fit })
  yield
  if (backtests.length)
    sections.push({ id: 'backtest', name: 'Backtest', section: backtestSection(backtests, main, rows) })
  yield
  if (parts.tried) sections.push({ id: 'tried', name: 'Models', section: triedSection(parts.tried) })
  if (history?.epochs.length) sections.push({ id: 'training', name: 'Training', section: trainingSection(history) })
  if (parts.run) sections.push({ id: 'run', name: 'Run', section: runSection(parts.run) })
  sections.push({ id: 'details', name: 'Details', section: detailsSection(parts) })
  yield
  return page({
    title: options.title ?? 'Forecast report',
    summary: summary(parts, main),
    sections: sections.map(({ id, name, section }) => ({ id, name, html: section.html })),
    data: {
      colours: { light: tokensOf(palettes.light), dark: tokensOf(palettes.dark) },
      charts: Object.assign({}, ...sections.map(({ section }) => section.charts)),
      tables: Object.assign({}, ...sections.map(({ section }) => section.tables)),
      fan: ids.length ? fanData(ids, { backtests, rows: shown, forecast, panel }) : null,
      models: backtests.map(({ name }) => name),
      model: main,
    },
  })
}

function chartedIds({ forecast, backtests }: Parts, series: number | readonly string[]): string[] {
  const all = forecast?.ids ?? backtests[0]?.backtest.perSeries.map(({ id }) => id) ?? []
  if (typeof series !== 'number') {
    const known = new Set(all)
    const unknown = series.find((id) => !known.has(id))
    if (unknown === undefined) return [...series]
    throw new GatecastError('ERR_DATA', `Expected series to be ids of the forecast, got ${JSON.stringify(unknown)}`)
  }
  checkWhole('series', series, 1)
  if (all.length <= series) return [...all]
  const worst = backtests.flatMap(({ backtest }) => worstFirst(backtest, 12)).map(({ id }) => id)
  const chosen = new Set([...new Set([...worst, ...all])].slice(0, series))
  return all.filter((id) => chosen.has(id))
}
