// Six monthly series from a CSV file: compares forecasters on the last two years, and shows the forecast of the next
// year with intervals, in the terminal and as a page.

import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { readCSV } from 'danfojs-node'
import {
  ar,
  type Backtest,
  conformal,
  ets,
  type Forecaster,
  gru,
  lstm,
  mqRnn,
  report,
  seasonalNaive,
  terminalChart,
  theta,
} from 'gatecast'
import { prepare } from 'gatecast/danfo'
import { bold, coloured, table, write } from './terminal.ts'

const root = dirname(createRequire(import.meta.url).resolve('gatecast/package.json'))
const frame = await readCSV(join(root, 'datasets/monthly.csv'))
const panel = prepare(frame, { series: 'series', time: 'month', target: 'value', frequency: 'MS' })
  .regularise()
  .fill('linear')
  .toPanel()

const horizon = 12
const windows = 2
const best = gru({ horizon })
const forecasters: Readonly<Record<string, Forecaster>> = {
  'seasonal naive': seasonalNaive({ horizon }),
  AR: ar({ horizon, scope: 'global' }),
  Theta: theta({ horizon }),
  'Theta, conformal': conformal(theta({ horizon })),
  ETS: ets({ horizon }),
  'MQ-RNN': mqRnn({ horizon }),
  LSTM: lstm({ horizon }),
  GRU: best,
}

const backtest: Record<string, Backtest> = {}
const seconds: Record<string, number> = {}
for (const [name, forecaster] of Object.entries(forecasters)) {
  write(`${name} ...`)
  const start = performance.now()
  backtest[name] = await forecaster.backtest(panel, { windows })
  seconds[name] = (performance.now() - start) / 1000
}
write('GRU on everything ...')
const fit = await best.fit(panel)
const forecast = await best.predict(panel, { quantiles: [0.025, 0.1, 0.5, 0.9, 0.975] })
write('')

const rows = Object.entries(backtest).map(([name, { overall }]) => ({
  name,
  colour: name === 'GRU' ? ('cyan' as const) : undefined,
  cells: [
    overall.mase.toFixed(3),
    overall.smape.toFixed(2),
    overall.rmse.toFixed(1),
    `${(100 * overall.coverage80).toFixed(0)} %`,
    seconds[name].toFixed(1),
  ],
}))
const { path } = await report(
  { panel, forecast, backtest, fit, forecaster: best },
  { path: join(root, 'build/demo-report.html'), title: 'Six monthly series', history: 120 },
)

console.log(`${bold(`${panel.seriesCount} monthly series, ${panel.rowCount} months`)}
The last ${windows} years, each forecast from the months before it; means over the series:

${table(['MASE', 'sMAPE', 'RMSE', 'in 80 %', 'seconds'], rows)}

"in 80 %": share of the months that lie within the 80 % interval. What lowers it for ETS and the
networks is the UK drivers, who had to wear seat belts from 1983 on, which nothing in the data tells beforehand.

The next year, by the GRU:

${terminalChart(forecast, 'Air passengers', { panel, history: 60, colour: coloured })}

Report with all series, errors by month ahead and training: ${path}`)
