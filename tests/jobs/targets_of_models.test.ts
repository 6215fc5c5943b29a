// Models of several targets in jobs, and targets that cannot be read.

import { readFile, writeFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { Tables } from '../../src/files/index.ts'
import { loadForecaster, tsMixer } from '../../src/forecast/index.ts'
import { inspectModel } from '../../src/jobs/describe/inspect_model.ts'
import type { Job } from '../../src/jobs/job/job.ts'
import { jobOf } from '../../src/jobs/job/read_job.ts'
import { forecastFiles } from '../../src/jobs/run/forecast_files.ts'
import { trainFiles } from '../../src/jobs/run/train_files.ts'
import { panelFromRows } from '../../src/series/index.ts'
import { at, built, columns, csv, jobWith, rows, useTwoTargets } from './two_targets.ts'

useTwoTargets()

describe('a trained model', { timeout: 120_000 }, () => {
  const small = { hiddenSize: 4, context: 7 }
  const trained = async (path: string, kind: 'gru' | 'tsMixer', target: string | string[]) => {
    const model = { kind, ...small }
    await trainFiles(jobWith({ model, columns: { ...columns, target }, train: { epochs: 1, save: at(path) } }))
  }
  beforeAll(async () => {
    await trained('two.safetensors', 'gru', ['load', 'temp'])
    await trained('mixer.safetensors', 'tsMixer', ['load', 'temp'])
    await trained('load.safetensors', 'gru', 'load')
  })
  const refused = (model: string, target: string | string[]) =>
    expect(forecastFiles(jobWith({ model: at(model), out: at('no.csv'), columns: { ...columns, target } }) as Job))
      .rejects

  it('keeps the names of its targets, which are no covariates of the source', async () => {
    expect((await loadForecaster(at('two.safetensors'))).facts?.()).toMatchObject({ targets: ['load', 'temp'] })
    expect(await inspectModel(at('two.safetensors'))).toMatchObject({
      targets: ['load', 'temp'],
      covariates: { static: [], categorical: [] },
    })
    expect(await inspectModel(at('load.safetensors'))).not.toHaveProperty('targets')
  })

  it('learns the same as from a panel with these targets, if it mixes them', async () => {
    const { target: targets, ...roles } = columns
    const panel = panelFromRows(rows, { ...roles, targets, frequency: 'd' })
    const own = tsMixer({ horizon: 3, ...small })
    await own.fit(panel, { epochs: 1 })
    expect((await loadForecaster(at('mixer.safetensors'))).toState().tensors).toEqual(own.toState().tensors)
  })

  it('brings its targets to a job that names none, and forecasts them in parts of one series', async () => {
    await built(`
      const { target, ...others } = columns
      await forecastFiles(job({ model: 'mixer.safetensors', columns, out: 'mixed.csv', partitionSeries: 1 }))
      await runJob(job({ model: 'mixer.safetensors', columns: others, out: 'found.csv' }))
      print({})
    `)
    const found = await readFile(at('found.csv'), 'utf8')
    expect(found).toBe(await readFile(at('mixed.csv'), 'utf8'))
    expect(found.split('\n')[4]).toMatch(/^north,temp,2024-02-10,/)
  })

  it.each([
    ['two.safetensors', 'load', 'targets load, temp, as the model .* got load. Use --target load,temp'],
    ['two.safetensors', ['temp', 'load'], 'targets load, temp, .* got temp, load. Use --target load,temp'],
    ['load.safetensors', ['load', 'temp'], 'Expected one target, .* got load, temp. Name one with --target'],
  ])('%s is refused for the target %s', async (model, target, message) => {
    await refused(model, target).toMatchObject({ code: 'ERR_JOB', message: expect.stringMatching(message) })
  })
})

describe('several targets that cannot be read', () => {
  it('are refused in the wide layout', () => {
    expect(() => jobOf({ layout: 'wide', columns: { target: ['a', 'b'] } })).toThrow(
      'columns.target: expected one target in the wide layout, where every column is a series, got a and b',
    )
  })

  it('are refused beside a column with a name of the panel, and twice', () => {
    expect(() => jobOf({ columns: { target: ['a', 'b'], observed: ['value'] } })).toThrow(
      'columns.target: expected no column "value" beside several targets',
    )
    expect(() => jobOf({ columns: { target: ['a', 'a'] } })).toThrow('the column twice in target')
  })

  it('name the cell that is no number, with its line', async () => {
    await writeFile(at('words.csv'), csv(rows.map((row, i) => (i === 4 ? { ...row, temp: 'warm' } : row))))
    await using tables = await Tables.open()
    const reading = { series: 'store', time: 'date', targets: ['load', 'temp'] }
    await expect(tables.readPanel({ path: at('words.csv') }, reading)).rejects.toMatchObject({
      code: 'ERR_TYPE',
      message: expect.stringMatching(/column "temp", got "warm" in series "north" \(line 6 of /),
    })
    await expect(tables.readPanel({ path: at('both.csv') }, { ...reading, target: 'load' })).rejects.toThrow(
      'Expected target or targets, got both',
    )
  })
})
