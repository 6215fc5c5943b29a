// Jobs that forecast several columns of a source.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Tables } from '../../src/files/index.ts'
import { loadForecaster, theta, tsMixer } from '../../src/forecast/index.ts'
import { anomalyFiles } from '../../src/jobs/anomalies/anomaly_files.ts'
import { inspectData } from '../../src/jobs/describe/inspect_data.ts'
import { inspectModel } from '../../src/jobs/describe/inspect_model.ts'
import type { JobInput } from '../../src/jobs/index.ts'
import type { Job } from '../../src/jobs/job/job.ts'
import { jobOf } from '../../src/jobs/job/read_job.ts'
import { backtestFiles } from '../../src/jobs/run/backtest_files.ts'
import { forecastFiles } from '../../src/jobs/run/forecast_files.ts'
import { trainFiles } from '../../src/jobs/run/train_files.ts'
import { panelFromRows } from '../../src/series/index.ts'
import { run } from '../e2e/child.ts'
import { forecastsOf, useFolder } from './scripts.ts'

const folder = useFolder()
const at = (name: string) => join(folder.path, name)
const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const stores = ['north', 'south/x', 'west']
const rows = stores.flatMap((store, s) =>
  Array.from({ length: 40 }, (_, t) => ({
    ...{ store, date: day(t) },
    load: 100 + 10 * s + (t % 7) + ((t * 37 + s) % 5),
    temp: 10 - s + (t % 3) + ((t * 11 + s) % 4) / 4,
  })),
)
const csv = (some: readonly object[]) =>
  [Object.keys(some[0]).join(','), ...some.map((row) => Object.values(row).join(',')), ''].join('\n')
const byDay = rows.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))

beforeAll(async () => {
  await writeFile(at('both.csv'), csv(rows))
  await writeFile(at('days.csv'), csv(byDay))
  await writeFile(at('one.csv'), csv(rows.slice(0, 40).map(({ store: _, ...row }) => row)))
  // The first series has no values in one target.
  await writeFile(at('holes.csv'), csv(rows.map((row) => (row.store === 'north' ? { ...row, temp: '' } : row))))
  await theta({ horizon: 3 }).save(at('theta.safetensors'))
})

const columns = { series: 'store', time: 'date', target: ['load', 'temp'] }
const jobWith = (changes: Partial<JobInput> = {}) =>
  jobOf({ source: at('both.csv'), columns, horizon: 3, model: at('theta.safetensors'), ...changes })

/** Calls a function of the built package with jobs, as they start child processes from its files. */
const built = <T>(script: string): Promise<T> =>
  run<T>(`
    process.chdir(${JSON.stringify(folder.path)})
    const { rm } = await import('node:fs/promises')
    const { forecastFiles, jobOf, runJob } = await import(${JSON.stringify(new URL('../../dist/js/jobs.js', import.meta.url))})
    const columns = ${JSON.stringify(columns)}
    const job = (changes) => jobOf({ source: 'both.csv', columns, horizon: 3, model: 'theta.safetensors', ...changes })
    ${script}
  `)

/** The rows of a table of forecasts. */
async function tableAt(path: string): Promise<Record<string, string>[]> {
  const [head, ...lines] = (await readFile(at(path), 'utf8')).trim().split('\n')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [head.split(',')[i], cell])))
}

describe('a job with several targets', { timeout: 120_000 }, () => {
  it('writes a row for each series, target and step, with the numbers of a panel with these targets', async () => {
    await built(`await forecastFiles(job({ out: 'f.csv' })); print({})`)
    const { target: targets, ...roles } = columns
    const panel = panelFromRows(rows, { ...roles, targets, frequency: 'd' })
    const expected = (await theta({ horizon: 3 }).predict(panel)).toRows()
    const written = await tableAt('f.csv')
    expect(Object.keys(written[0])).toEqual(['store', 'target', 'date', 'mean', 'q0.1', 'q0.5', 'q0.9', 'fallback'])
    expect(written.map(({ store, target, date }) => [store, target, date])).toEqual(
      expected.map(({ store, target, date }) => [store, target, `${date}`.slice(0, 10)]),
    )
    expect(new Set(written.map(({ store }) => store))).toEqual(new Set(stores))
    for (const [i, row] of expected.entries())
      for (const name of ['mean', 'q0.1', 'q0.9'])
        expect(Math.abs(Number(written[i][name]) / Number(row[name]) - 1)).toBeLessThan(1e-6)
  })

  it('writes the same numbers from CSV, from Parquet, and from rows that are sorted by day', async () => {
    await built(`
      const { DuckDBInstance } = await import('@duckdb/node-api')
      const on = await (await DuckDBInstance.create()).connect()
      await on.run("copy (from 'both.csv') to 'both.parquet'")
      await forecastFiles(job({ out: 'a.parquet' }))
      await forecastFiles(job({ source: 'both.parquet', out: 'b.parquet' }))
      await forecastFiles(job({ source: 'days.csv', out: 'c.parquet', partitionSeries: 1 }))
      print({})
    `)
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => readFile(at(`${name}.parquet`), 'base64')))
    expect(b).toBe(a)
    await using tables = await Tables.open()
    const reading = { series: ['store', 'target'], time: 'date', target: 'mean', frequency: 'd' }
    const [whole, parts] = [
      await tables.readPanel({ path: at('a.parquet') }, reading),
      await tables.readPanel({ path: at('c.parquet') }, reading),
    ]
    expect(whole.ids).toEqual(
      stores.flatMap((id) => [`${id.replace('/', '\\/')}/load`, `${id.replace('/', '\\/')}/temp`]),
    )
    expect(parts.target.values).toEqual(whole.target.values)
    expect(c).not.toBe('')
  })

  it('makes only the parts again that are missing', async () => {
    const kept = await built<number>(`
      await forecastFiles(job({ out: 'whole', partitionSeries: 1, workers: 1 }))
      await forecastFiles(job({ out: 'again', partitionSeries: 1, workers: 2 }))
      await rm('again/forecast/part-00001.parquet')
      print((await forecastFiles(job({ out: 'again', partitionSeries: 1, workers: 2 }))).partsKept)
    `)
    expect(kept).toBe(2)
    expect(await forecastsOf(at('again'))).toEqual(await forecastsOf(at('whole')))
  })

  it('makes all parts again for other targets', async () => {
    const kept = await built<number>(`
      await forecastFiles(job({ out: 'other', partitionSeries: 1 }))
      const swapped = { ...columns, target: ['temp', 'load'] }
      print((await forecastFiles(job({ out: 'other', partitionSeries: 1, columns: swapped }))).partsKept)
    `)
    expect(kept).toBe(0)
  })

  it('names all rows `series` if they are one series', async () => {
    await built(`
      await runJob(job({ source: 'one.csv', columns: { time: 'date', target: columns.target }, out: 'one-f.csv', report: 'one.html' }))
      print({})
    `)
    const written = await tableAt('one-f.csv')
    expect(written.map(({ series, target }) => `${series} ${target}`)).toEqual([
      ...new Array(3).fill('series load'),
      ...new Array(3).fill('series temp'),
    ])
    expect(await readFile(at('one.html'), 'utf8')).toContain('<option value="1">temp</option>')
  })

  it('forecasts the other target by the fallback if a target of a series has no values', async () => {
    const summary = await built<object>(`print(await forecastFiles(job({ source: 'holes.csv', out: 'holes-f.csv' })))`)
    expect(summary).toMatchObject({ series: 3, failed: 1, fallbacks: 1, rows: 5 * 3 })
    const flagged = (await tableAt('holes-f.csv')).filter(({ fallback }) => fallback === 'true')
    expect(flagged.map(({ store, target }) => `${store} ${target}`)).toEqual(new Array(3).fill('north load'))
  })

  it('has targets in the table of a backtest and of anomalies', async () => {
    await backtestFiles(jobWith({ model: { kind: 'naive' }, out: at('b.csv'), backtest: { windows: 2 } }))
    const tested = await tableAt('b.csv')
    expect(tested).toHaveLength(2 * 3 * 2 * 3)
    expect(Object.keys(tested[0]).slice(0, 4)).toEqual(['origin', 'store', 'target', 'date'])
    expect(tested.slice(0, 6).map(({ store, target }) => `${store} ${target}`)).toEqual([
      ...new Array(3).fill('north load'),
      ...new Array(3).fill('north temp'),
    ])
    await anomalyFiles(jobWith({ out: at('anomalies.csv') }))
    const searched = await tableAt('anomalies.csv')
    expect(searched).toHaveLength(2 * rows.length)
    expect(searched[80]).toMatchObject({ store: 'south/x', target: 'load', value: '111' })
  })

  it('counts the series of the source, not their targets', async () => {
    expect(await inspectData(jobWith())).toMatchObject({ series: 3, rows: 120, sample: { series: 3, rows: 240 } })
  })
})

describe('the report of a job', { timeout: 120_000 }, () => {
  const page = (name: string) => readFile(at(name), 'utf8')

  it('shows each target, with fitted values and residuals of a method that has them', async () => {
    await built(`
      await runJob(job({ model: { kind: 'ets' }, out: 'ets.csv', report: 'ets.html' }))
      print({})
    `)
    const text = await page('ets.html')
    for (const [i, id] of ['north/load', 'north/temp', 'south\\/x/load'].entries())
      expect(text).toContain(`<option value="${i}">${id}</option>`)
    expect(text).toContain('<section id="fit"')
    const data = /"residuals":\{"perSeries":true,"variants":\[\{"name":"north\/load"/
    expect(text).toMatch(data)
    expect(text).toContain('Tests of the residuals')
  })

  it('leaves the series out of the section that the model could not forecast', async () => {
    await built(`
      await runJob(job({ source: 'holes.csv', model: { kind: 'ets' }, out: 'holes-ets.csv', report: 'holes.html' }))
      print({})
    `)
    const text = await page('holes.html')
    const table = /"diagnostics":\{.*?"variants":\[\[(.*?)\]\]\]/.exec(text)?.[1]
    expect([...(table ?? '').matchAll(/\["([^"]*)"/g)].map(([, id]) => id.replaceAll('\\\\', '\\'))).toEqual([
      'south\\/x/load',
      'south\\/x/temp',
      'west/load',
      'west/temp',
    ])
  })

  it('has no such section for a network', async () => {
    await built(`
      const model = { kind: 'gru', hiddenSize: 4, context: 7 }
      await runJob(job({ model, train: { epochs: 1 }, out: 'gru.csv', report: 'gru.html' }))
      print({})
    `)
    expect(await page('gru.html')).not.toContain('<section id="fit"')
  })
})

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
