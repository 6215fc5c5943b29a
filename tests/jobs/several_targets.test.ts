// Jobs that forecast several columns of a source.

import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { Tables } from '../../src/files/index.ts'
import { theta } from '../../src/forecast/index.ts'
import { anomalyFiles } from '../../src/jobs/anomalies/anomaly_files.ts'
import { inspectData } from '../../src/jobs/describe/inspect_data.ts'
import { backtestFiles } from '../../src/jobs/run/backtest_files.ts'
import { panelFromRows } from '../../src/series/index.ts'
import { forecastsOf } from './scripts.ts'
import { at, built, columns, jobWith, rows, stores, tableAt, useTwoTargets } from './two_targets.ts'

useTwoTargets()

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
