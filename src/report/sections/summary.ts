import { type Html, html } from '../html.ts'
import type { Parts } from '../report_parts.ts'
import { rankedBy } from '../score_order.ts'
import { formatNumber, formatSeconds, scoreName } from '../text.ts'

type Tile = readonly [name: string, value: string, note?: string]

/** The few numbers to know first. */
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
      tiles.push(['Best model', name, `of ${backtests.length}, by ${scoreName(rankedBy(backtest))}`])
    for (const score of ['mase', 'smape', 'crps'].filter((score) => Number.isFinite(overall[score])))
      tiles.push([scoreName(score), formatNumber(overall[score])])
    const coverages = Object.keys(overall).filter((score) => score.startsWith('coverage'))
    const coverage = coverages.find((score) => score === 'coverage80') ?? coverages[0]
    if (coverage)
      tiles.push(['Coverage', `${formatNumber(100 * overall[coverage])} %`, `of the ${coverage.slice(8)} % interval`])
  }
  if (run) {
    tiles.push(['Throughput', formatNumber(run.series / run.seconds), 'series a second'])
    tiles.push(['Failed', run.failed.toLocaleString('en'), 'series'])
  }
  if (history) tiles.push(['Epochs', `${history.epochs.length}`])
  if (seconds !== undefined) tiles.push(['Time to fit', formatSeconds(seconds)])
  return html`<ul class="tiles">${tiles.map(
    ([name, value, note]) =>
      html`<li><span class="name">${name}</span><span class="value">${value}</span>${note && html`<span class="note">${note}</span>`}</li>`,
  )}</ul>`
}
