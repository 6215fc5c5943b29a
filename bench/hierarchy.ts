// Reconciliation on the tourism data: 304 quarterly series by region, state and purpose, with the sums over them. ETS
// forecasts every series, and the last eight quarters are the test. MASE is a mean over the series of each level.
//
//   npm run bench:hierarchy -- --data DIR [--model ets] [--windows 4]

import { parseArgs } from 'node:util'
import * as gatecast from 'gatecast'
import { aggregate, type Forecast, type Forecaster, hierarchy, panelFromSeries, reconcile } from 'gatecast'
import { readCells } from './evaluator/read.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    model: { type: 'string', default: 'ets' },
    windows: { type: 'string', default: '4' },
  },
})
if (values.data === undefined) {
  console.error('Expected --data DIR, the folder with exogenous')
  process.exit(2)
}
const horizon = 8
const series = new Map<string, number[]>()
for (const cells of readCells(values.data, 'exogenous/tourism.csv.gz').slice(1)) {
  // One region has a comma in its name.
  const [state, purpose, trips] = cells.slice(-3)
  const region = cells.slice(1, -3).join(',')
  const id = [state, region, purpose].map((part) => part.replace(/[\\/]/g, '\\$&')).join('/')
  series.set(id, [...(series.get(id) ?? []), Number(trips)])
}
const bottom = panelFromSeries(
  Array.from(series, ([id, own]) => ({ id, start: '1998-01-01', values: own })),
  { frequency: 'QS' },
)
const levels = [[], ['state'], ['state', 'region'], ['purpose'], ['state', 'purpose']]
const sums = hierarchy(bottom, { columns: ['state', 'region', 'purpose'], levels })
const whole = aggregate(bottom, sums)
const past = whole.cut((one) => whole.lengths[one] - horizon)
const make = (gatecast as unknown as Record<string, (options: object) => Forecaster>)[values.model]
const model = make({ horizon })
// Errors come from windows before the test.
const errors = await model.backtest(past, { windows: Number(values.windows), step: 4 })
await model.fit(past)
const base = await model.predict(past)
const [truth] = (await make({ horizon }).backtest(whole, { windows: 1 })).windows

const groups: [string, (id: string) => boolean][] = [
  ['total', (id) => id === 'total'],
  ['states', (id) => /^state=[^/]*$/.test(id)],
  ['regions', (id) => id.includes('region=')],
  ['purposes', (id) => id.startsWith('purpose=')],
  ['state x purpose', (id) => /^state=.*purpose=/.test(id)],
  ['bottom', (id) => !id.includes('=') && id !== 'total'],
  ['all', () => true],
]

/** MASE of a series on the test, and the share of its values within the 80 % interval. */
function scoreOf(forecast: Forecast, id: string): { mase: number; inside: number } {
  const place = truth.forecast.ids.indexOf(id)
  const actual = truth.actual.subarray(place * horizon, (place + 1) * horizon)
  const { mean, quantiles } = forecast.of(id)
  const error = actual.reduce((sum, value, h) => sum + Math.abs(value - mean[h]), 0) / horizon
  const inside = actual.filter((value, h) => value >= quantiles[0.1][h] && value <= quantiles[0.9][h]).length / horizon
  return { mase: error / truth.absoluteScale[place], inside }
}

function show(name: string, forecast: Forecast): void {
  const scores = groups.map(([group, has]) => {
    const own = truth.forecast.ids.filter(has).map((id) => scoreOf(forecast, id))
    const mean = (read: (one: (typeof own)[number]) => number) =>
      own.reduce((sum, one) => sum + read(one), 0) / own.length
    return `${group} ${mean(({ mase }) => mase).toFixed(3)} (${(100 * mean(({ inside }) => inside)).toFixed(0)} %)`
  })
  console.log(`${name.padEnd(14)} ${scores.join('  ')}`)
}

console.log(`${values.model}: MASE and coverage of 80 % intervals by level`)
show('base', base)
for (const method of ['bottomUp', 'topDown', 'ols', 'wlsStructural', 'wlsVariance', 'mintShrink'] as const)
  show(method, await reconcile(base, sums, { method, backtest: errors }))
