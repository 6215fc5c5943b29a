// The accuracy of forecasters with default settings, on data with published results: M4 Hourly and Weekly, M3, NN5 with
// its gaps, ETTh1, and electricity prices with and without covariates that are known for the next day.
//
//   npm run bench:accuracy -- --data DIR [--only NN5] [--models gru,lstm] [--precision bf16] [--seed 1]
//
// Each network is trained once on all series up to the horizon, and scored on the horizon.
// On ETTh1 it is trained on the training part, and scored on every window of the test part. Each network takes a few
// minutes.

import { parseArgs } from 'node:util'
import {
  ar,
  type Backtest,
  conformal,
  deepAr,
  ets,
  type Forecaster,
  gru,
  lstm,
  mqRnn,
  type Precision,
  point,
  quantiles,
  rnn,
  seasonalNaive,
  theta,
} from 'gatecast'
import { electricity, etth1, m3, m4, nn5, type Task } from './accuracy/data.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string' },
    models: { type: 'string' },
    precision: { type: 'string', default: 'float32' },
    seed: { type: 'string', default: '0' },
  },
})
if (values.data === undefined) {
  console.error('Expected --data DIR, the folder with m4, competitions, ett and exogenous')
  process.exit(2)
}
const folder = values.data
const wanted = values.models?.split(',')
const call = { precision: values.precision as Precision } // fit refuses other values

const seed = Number(values.seed) // the models refuse a value that is not a seed

const models: Record<string, (horizon: number) => Forecaster> = {
  seasonalNaive: (horizon) => seasonalNaive({ horizon }),
  theta: (horizon) => theta({ horizon }),
  ets: (horizon) => ets({ horizon }),
  ar: (horizon) => ar({ horizon }),
  gru: (horizon) => gru({ horizon, seed }),
  lstm: (horizon) => lstm({ horizon, seed }),
  rnn: (horizon) => rnn({ horizon, seed }),
  'gru quantiles': (horizon) => gru({ horizon, seed, output: quantiles() }),
  'gru recursive': (horizon) => gru({ horizon, seed, recursive: true }),
  mqRnn: (horizon) => mqRnn({ horizon, seed }),
  deepAr: (horizon) => deepAr({ horizon, seed }),
  'conformal gru': (horizon) => conformal(gru({ horizon, seed, output: point() }), { windows: 2 }),
}

const columns = ['data', 'model', 'sMAPE', 'MASE', 'OWA', 'MSE', 'MAE', 'in 80 %', 'CRPS', 's']
const widths = [14, 24, 8, 8, 8, 8, 8, 8, 10, 6]
const print = (cells: readonly string[]) =>
  console.log(cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(''))
const shown = (value: number | undefined, digits = 3) =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits)

async function score(task: Task, model: string, forecaster: Forecaster, windows = 1): Promise<Backtest> {
  const { name, panel, season, reference, parts } = task
  const start = performance.now()
  if (parts)
    await forecaster.fit(
      panel.cut(() => parts.training),
      call,
    )
  const origins = parts ? { windows: parts.windows, step: 1, refit: 'never' as const } : { windows, fit: call }
  const backtest = await forecaster.backtest(panel, { ...origins, season, predict: call })
  const seconds = (performance.now() - start) / 1000
  const { smape, mase, mse, mae, coverage80, crps } = backtest.overall
  const owa = reference && (smape / reference.smape + mase / reference.mase) / 2
  const points = parts ? ['', '', '', shown(mse), shown(mae)] : [shown(smape), shown(mase), shown(owa), '', '']
  print([name, model, ...points, shown(coverage80), shown(crps), shown(seconds, 0)])
  return backtest
}

print(columns)
const tasks = [
  () => m4(folder, 'Hourly'),
  () => nn5(folder),
  () => m4(folder, 'Weekly'),
  () => m3(folder, 'Monthly'),
  () => m3(folder, 'Quarterly'),
  () => m3(folder, 'Other'),
  () => etth1(folder),
]
for (const read of tasks) {
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
      `${id}: next day's mean price ${mean(now).toFixed(2)}; ${mean(then).toFixed(2)} if the covariates of that day were 10 % higher`,
    )
  }
}
