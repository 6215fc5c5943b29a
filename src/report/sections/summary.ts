import { formatNumber, formatSeconds } from '../format_text.ts'
import { type Html, html } from '../html.ts'
import type { Parts } from '../report_parts.ts'
import { mainCoverage, scoreLabel, summaryScores } from '../score_labels.ts'
import { rankingScore } from '../score_order.ts'

type Tile = readonly [name: string, value: string, note?: string]

/** The tiles at the top of the page: the most important numbers. */
export function summary({ forecast, backtests, history, seconds, panel, run }: Parts, best: number): Html {
  const tiles: Tile[] = []
  const series = run?.series ?? forecast?.seriesCount ?? panel?.seriesCount ?? backtests[0]?.backtest.perSeries.length
  if (series !== undefined) tiles.push(['Series', series.toLocaleString('en')])
  const horizon = forecast?.horizon ?? backtests[0]?.backtest.horizon
  if (horizon !== undefined) tiles.push(['Horizon', `${horizon}`, 'steps'])
  if (backtests.length) {
    const { name, backtest } = backtests[best]
    const { overall } = backtest
    if (backtests.length > 1)
      tiles.push(['Best model', name, `of ${backtests.length}, by ${scoreLabel(rankingScore(backtest)).label}`])
    for (const score of summaryScores.filter((name) => Number.isFinite(overall[name])))
      tiles.push([scoreLabel(score).label, formatNumber(overall[score])])
    const coverage = mainCoverage(Object.keys(overall))
    if (coverage) {
      const { factor, unit } = scoreLabel(coverage.name)
      const value = formatNumber(factor * overall[coverage.name]) + unit
      tiles.push(['Coverage', value, `of the ${coverage.interval} interval`])
    }
  }
  if (run) {
    tiles.push(['Throughput', formatNumber(run.series / run.seconds), 'series per second'])
    tiles.push(['Failed', run.failed.toLocaleString('en'), 'series'])
  }
  if (history) tiles.push(['Epochs', `${history.epochs.length}`])
  if (seconds !== undefined) tiles.push(['Time to fit', formatSeconds(seconds)])
  return html`<ul class="tiles">${tiles.map(
    ([name, value, note]) =>
      html`<li><span class="name">${name}</span><span class="value">${value}</span>${note && html`<span class="note">${note}</span>`}</li>`,
  )}</ul>`
}
