// Trains a model on all rows, and puts it into production if it is not worse than the one before: node retrain.mjs
//
// Both are tested in the newest half of the rows that came since the training of the model in production. Neither has seen
// them: the new model is first trained without them, but with the older half, which is what a new training brings.

import { addSteps, stepsBetween } from 'gatecast'
import { promote } from 'gatecast/jobs'
import { newestTime, readPanel, until } from './data.mjs'
import { inProduction, register } from './models.mjs'
import { columns, horizon, mostWindows, name, newModel, registry, source, tolerance } from './settings.mjs'

const panel = await readPanel(source, columns)
const time = newestTime(panel)
const current = await inProduction()

const rows = current ? stepsBetween(current.time, time, panel.frequency, panel.timeZone) : Number.POSITIVE_INFINITY
const windows = Math.min(Math.floor(rows / horizon / 2), mostWindows)
if (windows < 1) {
  console.log(`kept version ${current?.version}: ${rows} new rows, and a comparison needs ${2 * horizon}`)
  process.exit(0)
}

/** @type {(model: import('gatecast').Forecaster) => Promise<Record<string, number>>} */
const scoresOf = async (model) => (await model.backtest(panel, { windows, refit: 'never' })).overall

const twin = newModel()
await twin.fit(until(panel, addSteps(time, -windows * horizon, panel.frequency, panel.timeZone)))
const metrics = await scoresOf(twin)
const before = current ? (await scoresOf(current.forecaster)).mase : Number.POSITIVE_INFINITY
const old = current ? ` against ${before.toFixed(3)} of version ${current.version}` : ''
const scores = `MASE ${metrics.mase.toFixed(3)}${old} in ${windows} windows`

// A comparison with NaN is false, so a model without a score is never promoted.
if (metrics.mase <= before * (1 + tolerance)) {
  const model = newModel()
  await model.fit(panel)
  const { version } = await register(model, twin, { time, windows, metrics })
  await promote(registry, name, version)
  console.log(`promoted version ${version}: ${scores}`)
  if (current) console.log(`the way back: gatecast promote ${registry} ${name} ${current.version}`)
} else console.log(`kept version ${current?.version}: ${scores}`)
