import type { Backtest } from '../../forecast/backtest/backtest.ts'
import { histogramOption, rankOption } from '../charts/bar_option.ts'
import { type Html, html } from '../html.ts'
import type { ChartData } from '../page_data.ts'
import type { Parts } from '../report_parts.ts'
import { rankedBy, worstFirst } from '../score_order.ts'
import { scoreName } from '../text.ts'
import { figure } from './figure.ts'

/** Series in the chart of the worst. */
const shown = 12
/** A histogram of fewer says nothing that the bars do not. */
const enough = 8

export const errorFigures = (backtest: Backtest, score: string): Html => html`
${
  backtest.perSeries.length > 1 &&
  figure({
    id: 'worst',
    title: 'Worst series',
    text: `By ${score}. Click on one to see it.`,
    size: backtest.perSeries.length < enough ? 'wide' : 'half',
  })
}
${backtest.perSeries.length >= enough && figure({ id: 'distribution', title: 'Errors of all series', text: `How many series have which ${score}.` })}`

export function errorCharts(backtests: Parts['backtests']): Record<string, ChartData> {
  const score = scoreName(rankedBy(backtests[0].backtest))
  const ranks = backtests.map(({ name, backtest }) => ({ name, ranks: worstFirst(backtest) }))
  const worst = ranks.map(({ name, ranks }) => ({
    name,
    option: rankOption(
      score,
      ranks.slice(0, shown).map((rank) => ({ name: rank.id, value: Number(rank.score.toPrecision(3)) })),
    ),
  }))
  const distribution = ranks.map(({ name, ranks }) => ({
    name,
    option: histogramOption(
      score,
      ranks.map((rank) => rank.score),
    ),
  }))
  return {
    ...(backtests[0].backtest.perSeries.length > 1 && { worst: { perModel: true, pick: true, variants: worst } }),
    ...(backtests[0].backtest.perSeries.length >= enough && {
      distribution: { perModel: true, variants: distribution },
    }),
  }
}
