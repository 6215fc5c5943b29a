import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateTable, Tables, writeTable } from '../../src/files/index.ts'
import { ar, loadForecaster, type PanelStream } from '../../src/forecast/index.ts'
import type { JobEvent } from '../../src/jobs/events.ts'
import type { JobOverrides } from '../../src/jobs/job/overrides.ts'
import { jobOf } from '../../src/jobs/job/read_job.ts'
import { listModels } from '../../src/jobs/model/registry.ts'
import { trainFiles } from '../../src/jobs/run/train_files.ts'
import { settle } from '../../src/jobs/source/settle.ts'
import { trainingData } from '../../src/jobs/source/training_data.ts'

let folder: string
const at = (name: string) => join(folder, name)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  await generateTable(at('demand.parquet'), { series: 50, rows: 60, promotions: 0 })
  const tables = await Tables.open()
  const panel = await tables.readPanel(
    { path: at('demand.parquet') },
    { series: 'series', time: 'date', target: 'demand' },
  )
  await tables.close()
  // The rows are sorted by day, so that the rows of each series are spread over the file.
  const rows = Array.from({ length: 60 * 50 }, (_, i) => ({ series: i % 50, t: Math.floor(i / 50) }))
  await writeTable(at('days.csv'), [
    { name: 'series', type: 'text', values: rows.map(({ series }) => panel.ids[series]) },
    { name: 'date', type: 'date', values: Float64Array.from(rows, ({ series, t }) => panel.times(series)[t]) },
    { name: 'demand', type: 'number', values: Float64Array.from(rows, ({ series, t }) => panel.history(series)[t]) },
  ])
})
afterAll(() => rm(folder, { recursive: true }))

const job = (source: string, changes: JobOverrides = {}) =>
  jobOf({ source: at(source), horizon: 7, model: { kind: 'gru', hiddenSize: 4 }, ...changes })

/** The ids in each panel that a job is trained on. */
async function panelsOf(source: string, memory: string): Promise<string[][]> {
  await using settled = await settle(job(source, { train: { memory } }))
  await using data = await trainingData(settled, {})
  const { count, read } = data.panels as PanelStream
  const ids: string[][] = []
  for (let i = 0; i < count; i++) ids.push([...(await read(i)).ids])
  return ids
}

describe('training within a limit of memory', () => {
  it.each(['demand.parquet', 'days.csv'])(
    'reads each series of %s once, in pieces whose series come from all over the file',
    async (source) => {
      const panels = await panelsOf(source, '100kB')
      expect(panels.length).toBeGreaterThan(2)
      expect(panels.flat().sort()).toEqual(Array.from({ length: 50 }, (_, i) => `series ${i + 1}`).sort())
      const [first, second] = panels
      expect(first[0] < second[0] && second[0] < first.at(-1)!).toBe(true)
    },
  )

  it('reads smaller pieces if there is less memory', async () => {
    const [few, many] = [await panelsOf('demand.parquet', '200kB'), await panelsOf('demand.parquet', '50kB')]
    expect(many.length).toBeGreaterThan(few.length)
  })

  it('trains the same model for any order of rows', async () => {
    const weights = async (source: string) => {
      const save = at(`${source}.safetensors`)
      await trainFiles(job(source, { train: { epochs: 1, memory: '100kB', save } }))
      return (await loadForecaster(save)).toState().tensors
    }
    expect(await weights('days.csv')).toEqual(await weights('demand.parquet'))
  })

  it('refuses a text that is not a size', () => {
    const train = { memory: 'much', save: at('no.safetensors') }
    expect(() => job('days.csv', { train })).toThrow(
      'train.memory: expected a size, for example 500MB or 1GB, got "much"',
    )
  })
})

describe('trainFiles', () => {
  it('leaves out series that cannot be read or have too few values, and emits a note', async () => {
    const good = Array.from({ length: 28 }, (_, t) => `good,2024-01-${String(t + 1).padStart(2, '0')},${t}`)
    const notesFor = async (more: string[]): Promise<string[]> => {
      await writeFile(at('bad.csv'), ['series,date,demand', ...good, ...more, ''].join('\n'))
      const notes: string[] = []
      const onEvent = (event: JobEvent) => void (event.type === 'note' && notes.push(event.text))
      const columns = { series: 'series' }
      await trainFiles(job('bad.csv', { columns, train: { epochs: 1, save: at('bad.safetensors') } }), { onEvent })
      return notes.filter((note) => note.startsWith('left out'))
    }
    const [twice] = await notesFor(['twice,2024-01-01,3', 'twice,2024-01-01,4'])
    expect(twice).toMatch(/^left out: series twice\. Expected one row/)
    expect(await notesFor(['single,2024-01-01,3'])).toEqual(['left out: 1 series with fewer than two values'])
  })

  it('registers a model with its scores and the fingerprint of its rows', async () => {
    const save = { registry: at('models'), name: 'demand' }
    const train = (source: string) => trainFiles(job(source, { model: { kind: 'theta' }, train: { save } }))
    const { registry, metrics } = await train('demand.parquet')
    await train('demand.parquet')
    expect(registry).toEqual({ folder: at('models'), name: 'demand', version: 1 })
    const [{ versions }] = await listModels(at('models'))
    expect(versions[0].metrics.mase).toBe(metrics?.mase)
    expect(versions[1].data).toBe(versions[0].data)
  })

  it('fits an autoregression that all series share before it is saved', async () => {
    const save = at('ar.safetensors')
    const model = { kind: 'ar', scope: 'global' } as const
    await trainFiles(job('demand.parquet', { model, train: { save } }))
    await using tables = await Tables.open()
    const panel = await tables.readPanel(
      { path: at('demand.parquet') },
      { series: 'series', time: 'date', target: 'demand' },
    )
    const { mean } = await (await loadForecaster(save)).predict(panel)
    const fitted = ar({ horizon: 7, scope: 'global' })
    await fitted.fit(panel)
    expect(mean).toEqual((await fitted.predict(panel)).mean)
    await expect(trainFiles(job('demand.parquet', { model, train: { save, memory: '10kB' } }))).rejects.toMatchObject({
      code: 'ERR_JOB',
      message: expect.stringContaining('train.memory: expected enough for all 3,000 rows'),
    })
  })

  it.each<[string, () => JobOverrides, string]>([
    [
      'a job without a place for the model',
      () => ({ model: { kind: 'theta' } }),
      'Expected a place for the trained model',
    ],
    [
      'a trained model',
      () => ({ model: at('bad.safetensors'), train: { save: at('again.safetensors') } }),
      'Expected a model to train',
    ],
  ])('refuses %s', async (_, changes, message) => {
    await expect(trainFiles(job('demand.parquet', changes()))).rejects.toMatchObject({
      code: 'ERR_JOB',
      message: expect.stringContaining(message),
    })
  })
})

describe('what a training says about held-out rows', () => {
  const notesOf = async (source: string) => {
    const notes: string[] = []
    const onEvent = (event: JobEvent) => void (event.type === 'note' && notes.push(event.text))
    await trainFiles(job(source, { train: { epochs: 1, save: at(`${source}.safetensors`) } }), { onEvent })
    return notes.find((text) => text.includes('held out'))
  }

  it('has the error beside that of repeating the last season', async () => {
    expect(await notesOf('demand.parquet')).toMatch(
      /^on the last \d+ rows, held out: MASE \d\.\d\d, of repeating the last season \d\.\d\d/,
    )
  })

  it('says so if the network is no better than that', async () => {
    const week = [3, 1, 4, 1, 5, 9, 2]
    const rows = Array.from({ length: 120 }, (_, t) => ({ t, value: week[t % 7] + (t < 60 ? t % 3 : 0) }))
    await writeTable(at('weekly.csv'), [
      { name: 'date', type: 'date', values: Float64Array.from(rows, ({ t }) => t * 86_400_000) },
      { name: 'demand', type: 'number', values: Float64Array.from(rows, ({ value }) => value) },
    ])
    expect(await notesOf('weekly.csv')).toMatch(
      /\. gru is no better than that rule here: leave out --model \(model in a job\), and a backtest chooses$/,
    )
  })
})

describe('weights of a job', () => {
  it('are a column that the model does not read', async () => {
    const lines = Array.from({ length: 80 }, (_, t) => {
      const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
      return `${day},${10 + (t % 7)},${t < 40 ? 0 : 1}`
    })
    await writeFile(at('trusted.csv'), ['day,sales,trust', ...lines].join('\n'))
    const columns = { time: 'day', target: 'sales', observed: ['trust'] }
    const notes: string[] = []
    const train = { epochs: 2, weights: 'trust', save: at('trusted.safetensors') }
    await trainFiles(job('trusted.csv', { columns, train }), {
      onEvent: (event) => event.type === 'note' && notes.push(event.text),
    })
    expect(notes.filter((text) => text.includes('trust'))).toEqual([])
    const model = await loadForecaster(at('trusted.safetensors'))
    expect(model.facts?.().covariates?.observed).toEqual([])
    expect((model.toState().config as { fitted: { design: object } }).fitted.design).toMatchObject({ weighted: true })
  })

  it('must be a column that the job reads', async () => {
    const train = { weights: 'demand2', save: at('never.safetensors') }
    await expect(trainFiles(job('demand.parquet', { train }))).rejects.toThrow(/weights to name a column.*"demand2"/)
  })
})
