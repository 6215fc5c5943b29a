import type { Backtest } from '../../forecast/backtest/backtest.ts'
import { histogramOption, rankOption } from '../charts/bar_option.ts'
import { type Html, html } from '../html.ts'
import type { ChartData } from '../page_data.ts'
import type { Parts } from '../report_parts.ts'
import { scoreLabel } from '../scores/score_labels.ts'
import { rankingScore, worstFirst } from '../scores/score_order.ts'
import { figure } from './figure.ts'

/** Number of series in the chart of the worst series. */
const mostBars = 12
/** Number of series from which on there is a histogram. With fewer, the bars already show every series. */
const fewestForHistogram = 8

/** @param label - label of the score that series are ranked by */
export const errorFigures = (backtest: Backtest, label: string): Html => html`
${
  backtest.perSeries.length > 1 &&
  figure({
    id: 'worst',
    title: 'Worst series',
    text: `By ${label}. Click a series to see its chart.`,
    size: backtest.perSeries.length < fewestForHistogram ? 'wide' : 'half',
  })
}
${backtest.perSeries.length >= fewestForHistogram && figure({ id: 'distribution', title: 'Errors of all series', text: `Number of series by their ${label}.` })}`

export function errorCharts(backtests: Parts['backtests']): Record<string, ChartData | undefined> {
  const { label } = scoreLabel(rankingScore(backtests[0].backtest))
  const count = backtests[0].backtest.perSeries.length
  const worst = backtests.map(({ name, backtest }) => ({
    name,
    option: rankOption(
      label,
      worstFirst(backtest, mostBars).map(({ id, score }) => ({ name: id, value: Number(score.toPrecision(3)) })),
    ),
  }))
  const distribution = backtests.map(({ name, backtest }) => {
    const ranked = rankingScore(backtest)
    const scores = backtest.perSeries.map(({ scores }) => scores[ranked])
    return { name, option: histogramOption(label, scores.filter(Number.isFinite)) }
  })
  return {
    worst: count > 1 ? { perModel: true, pick: true, variants: worst } : undefined,
    distribution: count >= fewestForHistogram ? { perModel: true, variants: distribution } : undefined,
  }
}
