import type { Backtest } from '../../forecast/backtest/backtest.ts'
import type { Scores } from '../../forecast/backtest/scores.ts'
import { centralIntervals, percent } from '../charts/intervals.ts'
import { lineOption } from '../charts/line_option.ts'
import { html } from '../html.ts'
import type { ChartData, Section, TableColumn, TableData } from '../page_data.ts'
import type { Parts } from '../report_parts.ts'
import { definedScores, rankedBy } from '../score_order.ts'
import { scoreName } from '../text.ts'
import { calibration } from './calibration.ts'
import { errorCharts, errorFigures } from './errors.ts'
import { figure, tableCard } from './figure.ts'

/** Scores overall, by step ahead, by interval and by series. */
export function backtestSection(backtests: Parts['backtests'], best: number, rows: number): Section {
  const [{ backtest }] = backtests
  const several = backtests.length > 1
  const scores = definedScores(backtest).filter((name) => name !== 'mse')
  const hasIntervals = backtests.some(({ backtest }) => levelsOf(backtest).length > 0)
  const score = scoreName(rankedBy(backtest))
  return {
    html: html`
<section id="backtest" aria-labelledby="backtest-title">
  <div class="head"><h2 id="backtest-title">Backtest</h2>${
    several &&
    html`<label class="picker">Model <select data-model>${backtests.map(({ name }, i) => html`<option value="${i}" ${i === best && 'selected'}>${name}</option>`)}</select></label>`
  }</div>
  <p class="lead">${plural(backtest.windows.length, 'origin')}, each with a forecast of ${plural(backtest.horizon, 'step')} that is compared with what came. MASE and RMSSE are in units of the in-sample error of ${backtest.season > 1 ? `seasonal naive, ${backtest.season} steps back` : 'naive'}.</p>
  <div class="grid">
    ${tableCard('overall', several ? 'Models' : 'Scores', `Mean over ${plural(backtest.perSeries.length, 'series')}.`)}
    ${figure({
      id: 'horizon',
      title: 'Error by horizon',
      text: 'How the error grows with the steps ahead, over all series and origins.',
      size: hasIntervals ? 'wide' : 'half',
      picker: { label: 'Score', names: lineScores(backtest).map(scoreName) },
    })}
    ${hasIntervals && figure({ id: 'coverage', title: 'Coverage', text: 'Share of values within the interval of each size, by steps ahead. Dashed without marks: what it should be.' })}
    ${hasIntervals && figure({ id: 'calibration', title: 'Calibration', text: 'Share of values below each quantile. On the diagonal the quantiles are right; below it they are too low, above it too high.' })}
    ${errorFigures(backtest, score)}
    ${backtest.perSeries.length > 1 && tableCard('series', 'Series', `All scores of each series over its origins${backtest.perSeries.length > rows ? `, of the worst ${rows.toLocaleString('en')} of ${plural(backtest.perSeries.length, 'series')}` : ''}. Click on a heading to sort, on a series to see it.`)}
  </div>
</section>`,
    charts: {
      horizon: horizonChart(backtests),
      ...(hasIntervals && { coverage: coverageChart(backtests), calibration: calibrationChart(backtests) }),
      ...errorCharts(backtests),
    },
    tables: {
      overall: overallTable(backtests, scores),
      ...(backtest.perSeries.length > 1 && { series: seriesTable(backtests, scores, rows) }),
    },
  }
}

const levelsOf = ({ windows }: Backtest) => windows[0]?.forecast.quantileLevels ?? []

export const plural = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 || what === 'series' ? '' : 's'}`

/** Scores worth a line over the horizon: the ranking one first. */
const lineScores = (backtest: Backtest): string[] => {
  const first = rankedBy(backtest)
  return [first, ...definedScores(backtest).filter((name) => name !== first && !/^(mse|coverage)/.test(name))]
}

const steps = (backtests: Parts['backtests']): number[] =>
  Array.from({ length: Math.max(...backtests.map(({ backtest }) => backtest.horizon)) }, (_, step) => step + 1)

function horizonChart(backtests: Parts['backtests']): ChartData {
  return {
    variants: lineScores(backtests[0].backtest).map((score) => ({
      name: score,
      option: lineOption({
        x: 'Steps ahead',
        y: scoreName(score),
        labels: steps(backtests),
        lines: backtests.map(({ name, backtest }) => ({
          name,
          values: backtest.perHorizon.map((scores) => scores[score] ?? null),
        })),
      }),
    })),
  }
}

function coverageChart(backtests: Parts['backtests']): ChartData {
  return {
    perModel: true,
    unit: ' %',
    variants: backtests.map(({ name, backtest }) => ({
      name,
      option: lineOption({
        x: 'Steps ahead',
        y: 'Coverage',
        unit: ' %',
        labels: steps([{ name, backtest }]),
        lines: centralIntervals(levelsOf(backtest)).map(({ share }) => ({
          name: percent(share),
          nominal: 100 * share,
          values: backtest.perHorizon.map((scores) => 100 * scores[`coverage${percent(share).slice(0, -2)}`]),
        })),
      }),
    })),
  }
}

function calibrationChart(backtests: Parts['backtests']): ChartData {
  const lines = backtests.map(({ name, backtest }) => ({
    name,
    values: calibration(backtest).map(({ level, below }) => [100 * level, 100 * below] as const),
  }))
  return {
    unit: ' %',
    variants: [
      { name: '', option: lineOption({ x: 'Quantile', y: 'Values below', unit: ' %', square: [0, 100], lines }) },
    ],
  }
}

function overallTable(backtests: Parts['backtests'], scores: string[]): TableData {
  return {
    columns: [{ name: 'Model' }, ...scores.map((score) => scoreColumn(score, backtests.length > 1))],
    variants: [backtests.map(({ name, backtest }) => [name, ...scores.map(numberIn(backtest.overall))])],
  }
}

/** The worst series where there are too many. */
function seriesTable(backtests: Parts['backtests'], scores: string[], rows: number): TableData {
  const ranked = rankedBy(backtests[0].backtest)
  return {
    columns: [{ name: 'Series' }, ...scores.map((score) => scoreColumn(score, false))],
    pick: true,
    sorted: 1 + scores.indexOf(ranked),
    variants: backtests.map(({ backtest }) =>
      backtest.perSeries
        .toSorted((a, b) => (b.scores[ranked] || 0) - (a.scores[ranked] || 0))
        .slice(0, rows)
        .map(({ id, scores: own }) => [id, ...scores.map(numberIn(own))]),
    ),
  }
}

/** Less is better, but for coverage and the width that goes with it. */
const scoreColumn = (score: string, best: boolean): TableColumn => ({
  name: scoreName(score),
  ...(score.startsWith('coverage') && { unit: ' %' }),
  ...(best && !/^(coverage|width)/.test(score) && { best }),
})

const numberIn = (scores: Scores) => (name: string) =>
  name.startsWith('coverage') ? 100 * scores[name] : (scores[name] ?? null)
