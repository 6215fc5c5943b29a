import { writeAtomically } from '../base/atomic_file.ts'
import { checkOptions, checkWhole } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import type { Backtest } from '../forecast/backtest/backtest.ts'
import type { Forecast } from '../forecast/forecast.ts'
import type { FitReport } from '../forecast/forecaster.ts'
import type { History } from '../nn/index.ts'
import { fanData } from './charts/fan_data.ts'
import { palettes, tokensOf } from './charts/theme.ts'
import { page } from './page.ts'
import type { Section } from './page_data.ts'
import { type Parts, type ReportParts, readReportParts } from './report_parts.ts'
import { indexOfBest, worstFirst } from './score_order.ts'
import { backtestSection } from './sections/backtest.ts'
import { detailsSection } from './sections/details.ts'
import { seriesSection } from './sections/forecast.ts'
import { runSection } from './sections/run.ts'
import { summary } from './sections/summary.ts'
import { trainingSection } from './sections/training.ts'

/** Options of a report. */
export interface ReportOptions {
  /** Path of the file to write; default `report.html` in the working directory. */
  path?: string
  /** Heading of the page; default `Forecast report`. */
  title?: string
  /**
   * Series that get a chart: their number or their ids; default 50. A number takes the twelve worst series of each
   * backtest and then the first ones of the panel. The tables list all series.
   */
  series?: number | readonly string[]
  /** Number of rows of history in a chart; default eight horizons, at least 200. */
  history?: number
  /** Largest number of rows in a table; default 10,000. With more series, the table of scores lists the worst ones. */
  rows?: number
}

/**
 * Writes a report as one HTML file, which needs no other file and no network: history, forecast and intervals of each
 * series, scores and errors of backtests, the curves of a fit, and facts about model, data and machine.
 *
 * @param what - the result of `predict`, `backtest` or `fit`; or several of them, with the panel for the lines of
 * history
 * @returns the path and size of the file, which appears whole or not at all
 * @throws {GatecastError} `ERR_DATA` if there is nothing to report or an id is unknown, `ERR_FILE`
 * @example
 * const backtest = { gru: await model.backtest(panel), theta: await theta({ horizon: 28 }).backtest(panel) }
 * await report({ forecast, backtest, fit, forecaster: model, panel }, { path: 'sales.html', title: 'Sales' })
 */
export async function report(
  what: Forecast | Backtest | FitReport | History | ReportParts,
  options: ReportOptions = {},
): Promise<{ path: string; bytes: number }> {
  checkOptions('a report', options, ['path', 'title', 'series', 'history', 'rows'])
  const { path = 'report.html' } = options
  const bytes = Buffer.from(documentOf(readReportParts(what), options))
  await writeAtomically(path, [bytes])
  return { path, bytes: bytes.length }
}

function documentOf(parts: Parts, options: ReportOptions): string {
  const { forecast, backtests, history, panel } = parts
  const rows = checkWhole('rows', options.rows ?? 10_000, 1)
  const horizon = forecast?.horizon ?? backtests[0]?.backtest.horizon ?? 0
  const shown = checkWhole('history', options.history ?? Math.max(200, 8 * horizon), 1)
  const ids = chartedIds(parts, options.series ?? 50)
  const best = indexOfBest(backtests)
  const sections: { id: string; name: string; section: Section }[] = []
  if (ids.length)
    sections.push({ id: 'forecast', name: forecast ? 'Forecast' : 'Series', section: seriesSection(parts, ids, rows) })
  if (backtests.length)
    sections.push({ id: 'backtest', name: 'Backtest', section: backtestSection(backtests, best, rows) })
  if (history?.epochs.length) sections.push({ id: 'training', name: 'Training', section: trainingSection(history) })
  if (parts.run) sections.push({ id: 'run', name: 'Run', section: runSection(parts.run) })
  sections.push({ id: 'details', name: 'Details', section: detailsSection(parts) })
  return page({
    title: options.title ?? 'Forecast report',
    summary: summary(parts, best),
    sections: sections.map(({ id, name, section }) => ({ id, name, html: section.html })),
    data: {
      colours: { light: tokensOf(palettes.light), dark: tokensOf(palettes.dark) },
      charts: Object.assign({}, ...sections.map(({ section }) => section.charts)),
      tables: Object.assign({}, ...sections.map(({ section }) => section.tables)),
      fan: ids.length ? fanData(ids, { backtests, rows: shown, forecast, panel }) : null,
      models: backtests.map(({ name }) => name),
      model: best,
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
  const worst = backtests.flatMap(({ backtest }) => worstFirst(backtest).slice(0, 12)).map(({ id }) => id)
  const chosen = new Set([...new Set([...worst, ...all])].slice(0, series))
  return all.filter((id) => chosen.has(id))
}
