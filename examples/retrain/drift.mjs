// Compares the forecasts of the last nights with the values that came: node drift.mjs || node retrain.mjs
//
// gatecast.prom gets the metrics, for the textfile collector of Prometheus. Exit code 1: something moved beyond its limit.

import { readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { forecastFromPanel, monitor } from 'gatecast'
import { newestTime, readPanel, until } from './data.mjs'
import { inProduction } from './models.mjs'
import { columns, forecasts, name, source } from './settings.mjs'

const current = await inProduction()
if (!current) throw new Error(`Expected a model "${name}" in production, got none. Run retrain.mjs first`)
const panel = await readPanel(source, columns)

const tables = (await readdir(forecasts)).filter((file) => file.endsWith('.csv')).sort()
const nights = []
for (const table of tables.slice(-60)) {
  const roles = { ...columns, target: 'mean', observed: ['q0.1', 'q0.9'] }
  const night = forecastFromPanel(await readPanel(join(forecasts, table), roles))
  const first = night.times(0)[0]
  // Older forecasts are those of another model, and for newer ones no value has come.
  if (first > current.time && first <= newestTime(panel)) nights.push(night)
}
if (nights.length === 0) {
  console.log(`no value has come for a forecast of version ${current.version}`)
  process.exit(0)
}

// The twin has not seen the rows of these windows, so its errors are those to expect.
const { windows, twin, time } = current
const trained = until(panel, time)
const reference = await twin.backtest(trained, { windows, refit: 'never', quantiles: [0.1, 0.9] })
const watched = await monitor(reference, nights, panel)

// The collector never reads half a file.
await writeFile('gatecast.prom.part', watched.toPrometheus({ labels: { forecast: name } }))
await rename('gatecast.prom.part', 'gatecast.prom')

const { scores } = watched.recent
console.log(`${nights.length} forecasts of version ${current.version}: MASE ${scores.mase.toFixed(3)}`)
for (const alarm of watched.alarms)
  console.log(`alarm: ${alarm.check} ${alarm.name} ${alarm.value.toFixed(3)}, limit ${alarm.limit}`)
process.exitCode = watched.alarms.length > 0 ? 1 : 0
