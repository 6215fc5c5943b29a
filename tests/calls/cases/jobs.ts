import { writeFileSync } from 'node:fs'
import { type Cases, of, soon } from '../harness/case.ts'
import { once, panel, path, savedForecaster } from '../harness/given.ts'
import { longFile, salesFile } from './files.ts'
import { modelFile } from './nn.ts'

// Jobs start child processes from the files of the built package.
type Jobs = typeof import('../../../src/jobs/index.ts')
type Gatecast = typeof import('../../../src/index.ts')
const built = (entry: string) => import(new URL(`../../../dist/js/${entry}.js`, import.meta.url).href)
const [jobs, { theta }] = (await Promise.all([built('jobs'), built('index')])) as [Jobs, Gatecast]

const options = () => ({ signal: AbortSignal.timeout(8000) })
const job = (more: object) =>
  jobs.jobOf({ source: salesFile(), horizon: 3, model: { kind: 'naive' }, ...more } as never)
const registered = once(async () => {
  await jobs.registerModel(path('models'), 'sales', theta({ horizon: 3 }), { data: 'sales of a test' })
  return path('models')
})

/** Jobs read files and start processes, so they get few changed calls. */
const few = 4

export const jobFiles: Cases = {
  anomalyFiles: of(
    jobs.anomalyFiles,
    () => [job({ source: longFile(), out: path('anomalies.csv') }), { falseAlarms: 0.1, ...options() }],
    few,
  ),
  backtestFiles: of(jobs.backtestFiles, () => [job({}), options()], few),
  chooseModel: of(jobs.chooseModel, () => [panel(), { series: 2, rows: 54 }, { horizon: 3, seed: 0 }, options()], few),
  forecastFiles: of(
    jobs.forecastFiles,
    async () => [job({ model: await savedForecaster(), out: path('forecasts') }), options()],
    few,
  ),
  generateFile: of(jobs.generateFile, () => [path('artificial.csv'), { series: 3, rows: 30 }], few),
  inspectAny: of(jobs.inspectAny, () => [[salesFile()], async () => job({}), options()], few),
  inspectData: of(jobs.inspectData, () => [job({}), options()], few),
  exportOnnx: of(jobs.exportOnnx, async () => [await modelFile(), path('model.onnx')]),
  inspectModel: of(jobs.inspectModel, async () => [await savedForecaster()]),
  jobOf: of(jobs.jobOf, () => [{ source: salesFile(), horizon: 3, columns: { series: 'shop' }, train: { epochs: 2 } }]),
  jsonSchema: of(jobs.jsonSchema, () => []),
  listModels: of(jobs.listModels, async () => [await registered()]),
  namesOf: of(jobs.namesOf, () => ['layout']),
  openLog: of(jobs.openLog, () => [{ path: path('job.log') }]),
  logEvents: of(jobs.logEvents, async () => [await jobs.openLog({ path: path('job.log') })]),
  parseJob: of(jobs.parseJob, () => ['source: sales.csv\nhorizon: 28', 'sales.yaml', { horizon: 3 }]),
  readJob: of(jobs.readJob, () => [yaml(), { horizon: 14 }]),
  promote: of(jobs.promote, async () => [await registered(), 'sales', 'latest', { unlessWorseBy: 0.01 }]),
  registerModel: of(jobs.registerModel, () => [
    path('more'),
    'sales',
    theta({ horizon: 3 }),
    { data: 'sales', metrics: { mase: 1 } },
  ]),
  reportFiles: of(jobs.reportFiles, async () => [await forecasts(), { path: path('of-job.html'), ...options() }], few),
  runJob: of(jobs.runJob, () => [job({ out: path('run') }), options()], few),
  shardFrom: of(jobs.shardFrom, () => ['2/8', { ...process.env }]),
  statusOf: of(jobs.statusOf, async () => [await forecasts()]),
  trainFiles: of(
    jobs.trainFiles,
    () => [job({ model: { kind: 'ar' }, train: { save: path('ar.safetensors') } }), options()],
    few,
  ),
  tuneFiles: of(
    jobs.tuneFiles,
    () => [job({ model: { kind: 'gru' }, tune: { trials: 1, epochs: 1 } }), { signal: soon() }],
    few,
  ),
}

const yaml = once(() => {
  writeFileSync(path('job.yaml'), `source: ${salesFile()}\nhorizon: 3`)
  return path('job.yaml')
})
const forecasts = once(async () => {
  await jobs.runJob(job({ out: `${path('forecasts')}/` }))
  return path('forecasts')
})
