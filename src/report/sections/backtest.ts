import type { Backtest } from '../../forecast/backtest/backtest.ts'
import type { Scores } from '../../forecast/backtest/scores.ts'
import { centralIntervals, percent } from '../charts/intervals.ts'
import { lineOption } from '../charts/line_option.ts'
import { formatCount } from '../format_text.ts'
import { html } from '../html.ts'
import type { ChartData, Section, TableColumn, TableData } from '../page_data.ts'
import type { Parts } from '../report_parts.ts'
import { coverageName, isListed, scoreLabel } from '../scores/score_labels.ts'
import { definedScores, largest, rankingScore } from '../scores/score_order.ts'
import { calibration } from './calibration.ts'
import { errorCharts, errorFigures } from './errors.ts'
import { figure, tableCard } from './figure.ts'

/** Scores over all series, by step ahead, by interval and by series. */
export function backtestSection(backtests: Parts['backtests'], best: number, rows: number): Section {
  const [{ backtest }] = backtests
  const several = backtests.length > 1
  const scores = definedScores(backtest).filter(isListed)
  const hasIntervals = backtests.some(({ backtest }) => levelsOf(backtest).length > 0)
  const hasBias = Number.isFinite(backtest.overall.bias)
  const { label } = scoreLabel(rankingScore(backtest))
  return {
    html: html`
<section id="backtest" aria-labelledby="backtest-title">
  <div class="head"><h2 id="backtest-title">Backtest</h2>${
    several &&
    html`<label class="picker">Model <select data-model>${backtests.map(({ name }, i) => html`<option value="${i}" ${i === best && 'selected'}>${name}</option>`)}</select></label>`
  }</div>
  <p class="lead">${formatCount(backtest.windows.length, 'origin')}, each with a forecast of ${formatCount(backtest.horizon, 'step')} that is compared with the actual values. MASE and RMSSE are errors divided by the in-sample error of ${backtest.season > 1 ? `the seasonal naive method (the value ${backtest.season} steps before)` : 'the naive method (the last value)'}.</p>
  <div class="grid">
    ${tableCard('overall', several ? 'Models' : 'Scores', `Mean of each score over ${formatCount(backtest.perSeries.length, 'series')}.`)}
    ${figure({
      id: 'horizon',
      title: 'Error by horizon',
      text: 'Error of each step ahead, over all series and origins.',
      size: hasIntervals ? 'wide' : 'half',
      picker: { label: 'Score', names: lineScores(backtest).map((name) => scoreLabel(name).label) },
    })}
    ${hasBias && figure({ id: 'bias', title: 'Bias', size: hasIntervals ? 'wide' : 'half', text: 'By steps ahead, in percent of the total. Above 0, forecasts are too high; below 0, too low.' })}
    ${hasIntervals && figure({ id: 'coverage', title: 'Coverage', text: 'Share of actual values within each interval, by steps ahead. A dashed line without marks shows the intended share.' })}
    ${hasIntervals && figure({ id: 'calibration', title: 'Calibration', text: 'Share of actual values below each quantile. Quantiles on the diagonal are right, below it too low, above it too high.' })}
    ${errorFigures(backtest, label)}
    ${backtest.perSeries.length > 1 && tableCard('series', 'Series', `All scores of each series over its origins${backtest.perSeries.length > rows ? `, for the worst ${rows.toLocaleString('en')} of ${formatCount(backtest.perSeries.length, 'series')}` : ''}. Click a heading to sort the table, or a series to see its chart.`)}
  </div>
</section>`,
    charts: {
      horizon: horizonChart(backtests),
      bias: hasBias ? biasChart(backtests) : undefined,
      coverage: hasIntervals ? coverageChart(backtests) : undefined,
      calibration: hasIntervals ? calibrationChart(backtests) : undefined,
      ...errorCharts(backtests),
    },
    tables: {
      overall: overallTable(backtests, scores),
      series: backtest.perSeries.length > 1 ? seriesTable(backtests, scores, rows) : undefined,
    },
  }
}

const levelsOf = ({ windows }: Backtest) => windows[0]?.forecast.quantileLevels ?? []

/** Scores with a line over the horizon. The first one is the score that models are ranked by. */
const lineScores = (backtest: Backtest): string[] => {
  const first = rankingScore(backtest)
  return [first, ...definedScores(backtest).filter((name) => name !== first && scoreLabel(name).byHorizon)]
}

const steps = (backtests: Parts['backtests']): number[] =>
  Array.from({ length: Math.max(...backtests.map(({ backtest }) => backtest.horizon)) }, (_, step) => step + 1)

function horizonChart(backtests: Parts['backtests']): ChartData {
  return {
    variants: lineScores(backtests[0].backtest).map((score) => ({
      name: score,
      option: lineOption({
        x: 'Steps ahead',
        y: scoreLabel(score).label,
        labels: steps(backtests),
        lines: backtests.map(({ name, backtest }) => ({
          name,
          values: backtest.perHorizon.map((scores) => scores[score] ?? null),
        })),
      }),
    })),
  }
}

function biasChart(backtests: Parts['backtests']): ChartData {
  const { unit } = scoreLabel('bias')
  const lines = backtests.map(({ name, backtest }, i) => ({
    name,
    values: backtest.perHorizon.map(({ bias }) => (Number.isFinite(bias) ? bias : null)),
    ...(i === 0 ? { nominal: 0 } : {}),
  }))
  return {
    unit,
    variants: [
      { name: '', option: lineOption({ x: 'Steps ahead', y: 'Bias', unit, labels: steps(backtests), lines }) },
    ],
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
          values: backtest.perHorizon.map((scores) => 100 * scores[coverageName(share)]),
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

/** Scores by series. With more series than `rows`, those with the highest ranking score. */
function seriesTable(backtests: Parts['backtests'], scores: string[], rows: number): TableData {
  const ranked = rankingScore(backtests[0].backtest)
  return {
    columns: [{ name: 'Series' }, ...scores.map((score) => scoreColumn(score, false))],
    pick: true,
    sorted: 1 + scores.indexOf(ranked),
    variants: backtests.map(({ backtest: { perSeries } }) => {
      const ranks = Float64Array.from(perSeries, (series) => series.scores[ranked] || 0)
      return largest(ranks, rows).map((series) => [
        perSeries[series].id,
        ...scores.map(numberIn(perSeries[series].scores)),
      ])
    }),
  }
}

/** @param mark - whether to mark the best number, which needs several rows to compare */
function scoreColumn(score: string, mark: boolean): TableColumn {
  const { label, unit, lowerIsBetter } = scoreLabel(score)
  return { name: label, unit, best: mark && lowerIsBetter }
}

const numberIn = (scores: Scores) => (name: string) => (name in scores ? scoreLabel(name).factor * scores[name] : null)
