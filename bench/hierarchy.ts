// Reconciliation on the tourism data: 304 quarterly series by region, state and purpose, with the sums over them. ETS
// forecasts every series, and the last eight quarters are the test. MASE is a mean over the series of each level.
//
//   npm run bench:hierarchy -- --data DIR [--model ets] [--windows 4]

import { parseArgs } from 'node:util'
import * as gatecast from 'gatecast'
import { aggregate, Backtest, type Forecast, type Forecaster, hierarchy, panelFromSeries, reconcile } from 'gatecast'
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
for (const [, region, state, purpose, trips] of readCells(values.data, 'exogenous/tourism.csv.gz').slice(1)) {
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

function show(name: string, forecast: Forecast): void {
  const ordered = truth.forecast.ids.map((id) => forecast.of(id))
  const placed = (read: (one: (typeof ordered)[number]) => Float64Array) =>
    Float64Array.from(ordered.flatMap((one) => Array.from(read(one))))
  const own = new gatecast.Forecast({
    ...truth.forecast,
    mean: placed(({ mean }) => mean),
    quantiles: forecast.quantileLevels.map((level) => placed(({ quantiles }) => quantiles[level])),
  })
  const { perSeries } = new Backtest({ kind: name, horizon, season: 4, windows: [{ ...truth, forecast: own }] })
  const groups: [string, (id: string) => boolean][] = [
    ['total', (id) => id === 'total'],
    ['states', (id) => /^state=[^/]*$/.test(id)],
    ['regions', (id) => id.includes('region=')],
    ['purposes', (id) => /^purpose=/.test(id)],
    ['state x purpose', (id) => /^state=.*purpose=/.test(id)],
    ['bottom', (id) => !id.includes('=') && id !== 'total'],
    ['all', () => true],
  ]
  const scores = groups.map(([group, has]) => {
    const of = perSeries.filter(({ id }) => has(id)).map(({ scores: { mase, coverage80 } }) => [mase, coverage80])
    const mean = (i: number) => of.reduce((sum, one) => sum + one[i], 0) / of.length
    return `${group} ${mean(0).toFixed(3)} (${(100 * mean(1)).toFixed(0)} %)`
  })
  console.log(`${name.padEnd(14)} ${scores.join('  ')}`)
}

console.log(`${values.model}: MASE and coverage of 80 % intervals by level`)
show('base', base)
for (const method of ['bottomUp', 'topDown', 'ols', 'wlsStructural', 'wlsVariance', 'mintShrink'] as const)
  show(method, await reconcile(base, sums, { method, backtest: errors }))
