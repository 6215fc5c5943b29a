// How well the networks forecast with their default settings, on data with published results: M4 Hourly and Weekly, NN5
// with its gaps, and electricity prices with and without covariates that are known for the next day.
//
//   npm run bench:accuracy -- --data DIR [--only NN5] [--models gru,lstm] [--precision bf16]
//
// Each network learns once, from all series at once and everything before the horizon; it is then scored on the horizon.
// Takes some minutes for each network.

import { parseArgs } from 'node:util'
import {
  type Backtest,
  conformal,
  deepAr,
  type Forecaster,
  gru,
  lstm,
  mqRnn,
  type Precision,
  point,
  quantiles,
  rnn,
  seasonalNaive,
} from 'gatecast'
import { electricity, m4, nn5, type Task } from './accuracy/data.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    models: { type: 'string' },
    precision: { type: 'string', default: 'float32' },
  },
})
if (values.data === undefined) {
  console.error('Expected --data DIR, the folder with m4, competitions and exogenous')
  process.exit(2)
}
const folder = values.data
const wanted = values.models?.split(',')
const call = { precision: values.precision as Precision } // another word is refused by fit

const models: Record<string, (horizon: number) => Forecaster> = {
  seasonalNaive: (horizon) => seasonalNaive({ horizon }),
  gru: (horizon) => gru({ horizon }),
  lstm: (horizon) => lstm({ horizon }),
  rnn: (horizon) => rnn({ horizon }),
  'gru quantiles': (horizon) => gru({ horizon, output: quantiles() }),
  'gru recursive': (horizon) => gru({ horizon, recursive: true }),
  mqRnn: (horizon) => mqRnn({ horizon }),
  deepAr: (horizon) => deepAr({ horizon }),
  'conformal gru': (horizon) => conformal(gru({ horizon, output: point() }), { windows: 2 }),
}

const columns = ['data', 'model', 'sMAPE', 'MASE', 'OWA', 'in 80 %', 'CRPS', 's']
const widths = [12, 24, 8, 8, 8, 8, 10, 6]
const print = (cells: readonly string[]) =>
  console.log(cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(''))
const shown = (value: number | undefined, digits = 3) =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits)

async function score(task: Task, model: string, forecaster: Forecaster, windows = 1): Promise<Backtest> {
  const { name, panel, season, reference } = task
  const start = performance.now()
  const backtest = await forecaster.backtest(panel, { windows, season, fit: call, predict: call })
  const seconds = (performance.now() - start) / 1000
  const { smape, mase, coverage80, crps } = backtest.overall
  const owa = reference && (smape / reference.smape + mase / reference.mase) / 2
  print([name, model, shown(smape), shown(mase), shown(owa), shown(coverage80), shown(crps), shown(seconds, 0)])
  return backtest
}

print(columns)
for (const read of [() => m4(folder, 'Hourly'), () => nn5(folder), () => m4(folder, 'Weekly')]) {
  const task = read()
  if (values.only && values.only !== task.name) continue
  for (const [model, make] of Object.entries(models))
    if (!wanted || wanted.includes(model)) await score(task, model, make(task.horizon))
}

if (!values.only || values.only === 'electricity') {
  const task = electricity(folder)
  const { panel, horizon } = task
  const bare = panel.with({ known: [] })
  await score({ ...task, panel: bare }, 'seasonalNaive', seasonalNaive({ horizon }), 7)
  await score({ ...task, panel: bare }, 'gru, without', gru({ horizon }), 7)
  await score(task, 'gru, with the future', gru({ horizon }), 7)
  const model = gru({ horizon })
  await model.fit(panel, call)
  const forecast = await model.predict(panel, call)
  const higher = panel.known.map((column) => {
    const changed = column.values.slice()
    panel.ids.forEach((_, series) => {
      const end = panel.offsets[series] + panel.lengths[series]
      for (let row = end; row < end + horizon; row++) changed[row] *= 1.1
    })
    return { ...column, values: changed }
  })
  const other = await model.predict(panel.with({ known: higher }), call)
  for (const id of forecast.ids) {
    const [now, then] = [forecast.of(id).mean, other.of(id).mean]
    const mean = (means: Float64Array) => means.reduce((sum, value) => sum + value, 0) / means.length
    console.log(
      `${id}: next day's mean price ${mean(now).toFixed(2)}; ${mean(then).toFixed(2)} were the day's covariates 10 % higher`,
    )
  }
}
