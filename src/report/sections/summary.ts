import type { Forecast } from '../../forecast/forecast.ts'
import { formatTime } from '../../series/index.ts'
import { formatCount, formatNumber, formatSeconds } from '../format_text.ts'
import { type Html, html } from '../html.ts'
import type { Parts } from '../report_parts.ts'
import { isBaseline } from '../scores/baseline.ts'
import { mainCoverage, scoreLabel } from '../scores/score_labels.ts'
import { ranking, rankingScore } from '../scores/score_order.ts'

type Tile = readonly [name: string, value: string, note?: string]

/**
 * The tiles at the top of the page: the numbers that a reader of the forecast asks for first.
 *
 * @param main - the position of the backtest whose scores are shown
 */
export function summary(parts: Parts, main: number): Html {
  const { forecast, backtests, history, seconds, panel, run } = parts
  const tiles: Tile[] = []
  const series = run?.series ?? forecast?.seriesCount ?? panel?.seriesCount ?? backtests[0]?.backtest.perSeries.length
  if (series !== undefined) tiles.push(['Series', series.toLocaleString('en')])
  const horizon = forecast?.horizon ?? backtests[0]?.backtest.horizon
  if (horizon !== undefined) tiles.push(['Horizon', `${horizon}`, forecast ? lastTime(forecast) : 'steps'])
  if (backtests.length) tiles.push(...scoreTiles(backtests, main))
  if (run?.failed) tiles.push(['Failed', run.failed.toLocaleString('en'), `of ${formatCount(run.series, 'series')}`])
  if (!forecast && !backtests.length) {
    if (history) tiles.push(['Epochs', `${history.epochs.length}`])
    if (seconds !== undefined) tiles.push(['Time to fit', formatSeconds(seconds)])
  }
  return html`<ul class="tiles">${tiles.map(
    ([name, value, note]) =>
      html`<li><span class="name">${name}</span><span class="value">${value}</span>${note && html`<span class="note">${note}</span>`}</li>`,
  )}</ul>`
}

/** When the forecast ends, if that is the same time for all series. */
function lastTime(forecast: Forecast): string {
  const { ids, frequency, timeZone, horizon } = forecast
  const ends = new Set(ids.map((_, series) => forecast.times(series)[horizon - 1]))
  const [end] = ends
  return ends.size === 1 && frequency.unit !== 'step' ? `steps, to ${formatTime(end, timeZone, frequency)}` : 'steps'
}

function scoreTiles(backtests: Parts['backtests'], main: number): Tile[] {
  const { name, backtest } = backtests[main]
  const { overall } = backtest
  const ranked = rankingScore(backtests[0].backtest)
  const text = (score: string) => formatNumber(scoreLabel(score).factor * overall[score]) + scoreLabel(score).unit
  const tiles: Tile[] = []
  if (backtests.length > 1) {
    const place = ranking(backtests).indexOf(main) + 1
    tiles.push([
      'Model',
      name,
      `${place === 1 ? 'best' : `number ${place}`} of ${backtests.length}, by ${scoreLabel(ranked).label}`,
    ])
  }
  const baseline = backtests.find(({ backtest }) => isBaseline(backtest))?.backtest.overall[ranked]
  const comparison =
    baseline === undefined || isBaseline(backtest) ? undefined : `seasonal naive: ${formatNumber(baseline)}`
  tiles.push([scoreLabel(ranked).label, text(ranked), comparison])
  if (Number.isFinite(overall.wape))
    tiles.push([scoreLabel('wape').label, text('wape'), 'error in percent of the total'])
  if (Number.isFinite(overall.bias))
    tiles.push([
      scoreLabel('bias').label,
      text('bias'),
      overall.bias < 0 ? 'forecasts are too low' : 'forecasts are too high',
    ])
  const coverage = mainCoverage(Object.keys(overall))
  if (coverage) tiles.push(['Coverage', text(coverage.name), `of the ${coverage.interval} interval`])
  return tiles
}
