// Values that the examples of gatecast/jobs use without declaring them: a job, a model, a registry and an output.

import { writeFile } from 'node:fs/promises'
import { type Forecaster, gru, seasonalNaive } from 'gatecast'
import { Tables } from 'gatecast/files'
import { jobOf, readJob, registerModel, runJob } from 'gatecast/jobs'

export { readJob }

await writeFile('sales.yaml', 'source: sales.csv\nhorizon: 28\nmodel: { kind: theta }\nout: forecasts\n')
await writeFile(
  'job.yaml',
  [
    'source: sales.csv',
    'columns: { series: store, time: date, target: sales }',
    'frequency: d',
    'horizon: 28',
    'model: sales.safetensors',
    'out: forecasts',
    'queue: redis://localhost',
  ].join('\n'),
)
export const run = 'the id of a run'
await using tables = await Tables.open()
export const panel = await tables.readPanel({ path: 'sales.csv' }, { series: 'store', time: 'date', target: 'sales' })
const small = gru({ horizon: 28, hiddenSize: 4 })
await small.fit(panel, { epochs: 1, samplesPerEpoch: 64, calibrate: false })
await small.save('sales.safetensors')
export const model: Forecaster = small
export const backtest = await seasonalNaive({ horizon: 28 }).backtest(panel)
export const fingerprint = 'a hash'
await registerModel('models', 'sales', model, { metrics: backtest.overall, data: fingerprint })
export const job = jobOf({ source: 'sales.csv', horizon: 28, model: { kind: 'theta' }, out: 'forecasts' })
await runJob(job)
