import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { forecastsOf, runJobScript, useFolder } from './scripts.ts'

const folder = useFolder()
const script = <T>(text: string) => runJobScript<T>(folder.path, text)
const out = (name: string) => join(folder.path, name)

describe('forecastFiles', { timeout: 120_000 }, () => {
  it('writes the forecasts of predict in parts of whole series, with a manifest for each part', async () => {
    const { summary, rows, expected, manifest } = await script<{
      summary: Record<string, unknown>
      rows: Record<string, unknown>[]
      expected: Record<string, unknown>[]
      manifest: Record<string, unknown>
    }>(`
      const summary = await forecastFiles(job({ out: 'first' }))
      const { DuckDBInstance } = await import('@duckdb/node-api')
      const connection = await (await DuckDBInstance.create()).connect()
      const made = (await (await connection.run(
        "select * replace (shop::varchar as shop, date::varchar as date) from read_parquet('first/forecast/*.parquet')",
      )).getRowObjectsJson())
      const forecast = await seasonalNaive({ horizon: 7 }).predict(panel)
      const expected = forecast.toRows().map(({ series, time, ...numbers }) => ({ shop: series, date: time, ...numbers }))
      print({ summary, rows: made, expected, manifest: JSON.parse(await readFile('first/manifests/part-00003.json', 'utf8')) })
    `)
    expect(rows).toEqual(expected.map((row) => ({ ...row, fallback: false })))
    expect(summary).toMatchObject({ parts: 4, partsKept: 0, series: 30, rows: 210, failed: 0 })
    expect(manifest).toMatchObject({ part: 3, from: 's24', to: 's29', series: 6, rows: 42, errors: [] })
    expect(Object.keys(await forecastsOf(out('first')))).toEqual([0, 1, 2, 3].map((part) => `part-0000${part}.parquet`))
  })

  it('writes the same bytes for any order of rows, number of workers, and shards', async () => {
    await script(`
      await writeFile('shuffled.csv', table(rows.map((row, i) => [(i * 7919) % rows.length, row]).sort(([a], [b]) => a - b).map(([, row]) => row)))
      await forecastFiles(job({ out: 'one', workers: 1 }))
      await forecastFiles(job({ out: 'three', workers: 3, source: 'shuffled.csv' }))
      const unfinished = await forecastFiles(job({ out: 'shards' }), { shard: { index: 1, count: 2 } })
      const finished = await forecastFiles(job({ out: 'shards' }), { shard: { index: 0, count: 2 } })
      if (unfinished || finished.parts !== 4) throw new Error('Expected the last shard to finish the job')
      print({})
    `)
    const one = await forecastsOf(out('one'))
    expect(Object.keys(one)).toHaveLength(4)
    expect(await forecastsOf(out('three'))).toEqual(one)
    expect(await forecastsOf(out('shards'))).toEqual(one)
  })

  it('makes only the parts that are missing or do not match', async () => {
    const { again, repaired, notes, changed, forced } = await script<{
      again: number
      repaired: number
      notes: string[]
      changed: number
      forced: number
    }>(`
      const run = async (changes, options) => (await forecastFiles(job({ out: 'again', ...changes }), options)).partsKept
      await run({ partitionSeries: 6 })
      const notes = []
      const onEvent = (event) => event.type === 'note' && notes.push(event.text)
      await writeFile('again/forecast/part-00000.parquet.00000000-0000-4000-8000-000000000000.tmp', 'half')
      await run({}, { onEvent })
      const again = await run()
      await rm('again/forecast/part-00000.parquet')
      const repaired = await run()
      await writeFile('changed.csv', table(rows.map((row) => row.startsWith('s09,2024-01-05') ? row + '1' : row)))
      const changed = await run({ source: 'changed.csv' })
      print({ again, repaired, notes, changed, forced: await run({ source: 'changed.csv' }, { force: true }) })
    `)
    expect({ again, repaired, changed, forced }).toEqual({ again: 4, repaired: 3, changed: 3, forced: 0 })
    expect(notes.filter((note) => note.includes('belongs to no part of this job: it is removed'))).toEqual([
      expect.stringContaining('forecast/part-00004.parquet"'),
      expect.stringContaining('manifests/part-00004.json"'),
      expect.stringContaining('.tmp"'),
    ])
    await script(`await forecastFiles(job({ out: 'fresh' })); print({})`)
    await script(`await forecastFiles(job({ out: 'again' })); print({})`)
    expect(await forecastsOf(out('again'))).toEqual(await forecastsOf(out('fresh')))
  })

  it('does not use parts of another model', async () => {
    const { kept, notes } = await script<{ kept: number; notes: string[] }>(`
      const small = gru({ horizon: 7, hiddenSize: 4, output: quantiles([0.1, 0.5, 0.9]) })
      await small.fit(panel, { epochs: 1 })
      await small.save('gru.safetensors')
      await forecastFiles(job({ out: 'models' }))
      const notes = []
      const onEvent = (event) => event.type === 'note' && notes.push(event.text)
      const { partsKept } = await forecastFiles(job({ out: 'models', model: 'gru.safetensors' }), { onEvent })
      print({ kept: partsKept, notes })
    `)
    expect(kept).toBe(0)
    expect(notes.filter((note) => note.includes('of another model'))).toHaveLength(4)
  })

  it('joins parts into one file, and does not write it again if nothing has changed', async () => {
    const { csv, parquet, again, text } = await script<{
      csv: { rows: number }
      parquet: { rows: number }
      again: { partsKept: number }
      text: string
    }>(`
      const csv = await forecastFiles(job({ out: 'deep/forecast.csv' }))
      const parquet = await forecastFiles(job({ out: 'forecast.parquet' }))
      const again = await forecastFiles(job({ out: 'deep/forecast.csv' }))
      print({ csv, parquet, again, text: await readFile('deep/forecast.csv', 'utf8') })
    `)
    expect([csv.rows, parquet.rows, again.partsKept]).toEqual([210, 210, 4])
    const lines = text.trim().split('\n')
    expect(lines[0]).toBe('shop,date,mean,q0.1,q0.5,q0.9,fallback')
    expect(lines).toHaveLength(211)
    expect(lines[1]).toMatch(/^s00,2024-02-10,/)
  })
})

describe('series that are named by several columns', { timeout: 120_000 }, () => {
  it('have these columns in the output and in the report', async () => {
    const { lines, ids } = await script<{ lines: string[]; ids: boolean }>(`
      const { reportFiles, runJob } = await import(${JSON.stringify(new URL('../../dist/js/jobs.js', import.meta.url))})
      const named = rows.map((row) => row.replace(/^s(.)(.)/, 'r$1/x,i$2'))
      await writeFile('named.csv', ['region,item,date,sales', ...named, ''].join('\\n'))
      const both = { ...columns, series: ['region', 'item'] }
      await runJob(job({ source: 'named.csv', columns: both, out: 'named/f.csv', report: 'named/f.html' }))
      const text = await readFile('named/f.csv', 'utf8')
      print({ lines: text.split('\\n').slice(0, 2), ids: (await readFile('named/f.html', 'utf8')).includes('i9') })
    `)
    expect(lines[0]).toBe('region,item,date,mean,q0.1,q0.5,q0.9,fallback')
    expect(lines[1]).toMatch(/^r0\/x,i0,2024-02-10,/)
    expect(ids).toBe(true)
  })
})

describe('a series that cannot be forecast', { timeout: 120_000 }, () => {
  const bad = `
    const more = [...rows, 's05,2024-01-03,7', 't1,2024-01-01,many', 't2,2024-01-01,5', 't3,2024-01-01,', 't3,2024-01-02,']
    await writeFile('bad.csv', table(more))
  `

  it('gets a seasonal naive forecast if it has values, and an entry in the errors, and does not stop the others', async () => {
    const { summary, errors, text } = await script<{ summary: unknown; errors: string; text: string }>(`${bad}
      const summary = await forecastFiles(job({ source: 'bad.csv', out: 'bad/f.csv', frequency: 'd' }))
      print({ summary, errors: await readFile('bad/f.errors.csv', 'utf8'), text: await readFile('bad/f.csv', 'utf8') })
    `)
    expect(summary).toMatchObject({ series: 33, failed: 4, fallbacks: 1 })
    const lines = errors.trim().split('\n')
    expect(lines[0]).toBe('series,reason,fallback')
    expect(lines.slice(1).map((line) => [line.slice(0, 3), line.split(',').at(-1)])).toEqual([
      ['s05', 'seasonalNaive'],
      ['t1,', 'none'],
      ['t2,', 'none'],
      ['t3,', 'none'],
    ])
    expect(lines[1]).toContain('two for 2024-01-03')
    const flagged = text.split('\n').filter((line) => line.endsWith(',true'))
    expect(flagged).toHaveLength(7)
    expect(flagged.every((line) => line.startsWith('s05,'))).toBe(true)
    expect(text.trim().split('\n')).toHaveLength(1 + 30 * 7)
  })

  it('gets a forecast after its history, also if its plan is too short', async () => {
    const { summary, text } = await script<{ summary: unknown; text: string }>(`
      const plan = ['a', 'b'].flatMap((id) => Array.from({ length: id === 'a' ? 50 : 42 }, (_, t) =>
        [id, day(t), t < 40 ? 20 + t % 7 : '', t % 5].join(',')))
      await writeFile('plan.csv', ['shop,date,sales,price', ...plan, ''].join('\\n'))
      const model = gru({ horizon: 7, hiddenSize: 4, context: 7 })
      const known = (id) => ({ id, start: '2024-01-01', values: Array.from({ length: 40 }, (_, t) => 20 + t % 7),
        known: { price: Array.from({ length: 47 }, (_, t) => t % 5) } })
      await model.fit(panelFromSeries([known('a'), known('b')], { frequency: 'd' }), { epochs: 1, calibrate: false })
      await model.save('known.safetensors')
      const changes = { source: 'plan.csv', model: 'known.safetensors', frequency: 'd', columns: { ...columns, known: ['price'] } }
      const summary = await forecastFiles(job({ ...changes, out: 'plan-f.csv' }))
      print({ summary, text: await readFile('plan-f.csv', 'utf8') })
    `)
    expect(summary).toMatchObject({ series: 2, failed: 1, fallbacks: 1 })
    const firsts = text.split('\n').filter((line) => line.includes('2024-02-10'))
    expect(firsts.map((line) => [line[0], line.split(',').at(-1)])).toEqual([
      ['a', 'false'],
      ['b', 'true'],
    ])
  })

  it('stops a strict job with its error', async () => {
    const { code, message } = await script<{ code: string; message: string }>(`${bad}
      print(await failure(forecastFiles(job({ source: 'bad.csv', out: 'strict', strict: true, frequency: 'd' }))))
    `)
    expect(code).toBe('ERR_DATA')
    expect(message).toContain('"s05"')
  })

  it('is not confused with an error of the job', async () => {
    const errors = await script<Record<string, { code: string; message: string }>>(`
      print({
        horizon: await failure(forecastFiles(job({ horizon: 9 }))),
        frequency: await failure(forecastFiles(job({ columns: { ...columns, target: 'date', time: 'sales' } }))),
        column: await failure(forecastFiles(job({ columns: { ...columns, target: 'sale' } }))),
        model: await failure(forecastFiles(job({ model: 'other.safetensors' }))),
        file: await failure(forecastFiles(job({ source: 'nowhere/*.csv' }))),
      })
    `)
    expect(errors.horizon).toMatchObject({ code: 'ERR_RANGE', message: expect.stringContaining('for 7') })
    expect(errors.frequency.code).toMatch(/^ERR_/)
    expect(errors.column.message).toContain('sales')
    expect(errors.model).toMatchObject({ code: 'ERR_FILE', message: expect.stringContaining('naive.safetensors') })
    expect(errors.file).toMatchObject({ code: 'ERR_FILE' })
  })
})

describe('a fault around a job', { timeout: 120_000 }, () => {
  it('in a truncated source: it fails with the name of the file, and leaves no output', async () => {
    const { code, message, left } = await script<{ code: string; message: string; left: boolean }>(`
      const { generateTable } = await import(${JSON.stringify(new URL('../../dist/js/files.js', import.meta.url))})
      await generateTable('whole.parquet', { series: 50, rows: 60, promotions: 0 })
      const bytes = await readFile('whole.parquet')
      await writeFile('torn.parquet', bytes.subarray(0, bytes.length - 5000))
      const torn = job({ source: 'torn.parquet', columns: { series: 'series', time: 'date', target: 'demand' }, out: 'torn/f.csv' })
      const error = await failure(forecastFiles(torn))
      const { existsSync } = await import('node:fs')
      print({ ...error, left: existsSync('torn/f.csv') })
    `)
    expect(code).toMatch(/ERR_FILE|ERR_DATA/)
    expect(message).toContain('torn.parquet')
    expect(left).toBe(false)
  })

  it('in the path of the output: it fails with the path', async () => {
    const errors = await script<Record<string, { code: string; message: string }>>(`
      print({ folder: await failure(forecastFiles(job({ out: '/proc/gatecast' }))), file: await failure(forecastFiles(job({ out: 'sales.csv/x' }))) })
    `)
    expect(errors.folder).toMatchObject({ code: 'ERR_FILE', message: expect.stringContaining('/proc/gatecast') })
    expect(errors.file).toMatchObject({ code: 'ERR_FILE', message: expect.stringContaining('sales.csv/x') })
  })

  it('such as an aborted signal: it stops, and the next run continues', async () => {
    const { code, kept } = await script<{ code: string; kept: number }>(`
      const controller = new AbortController()
      const onEvent = (event) => event.type === 'part' && controller.abort()
      const one = job({ out: 'stopped', workers: 1, partitionSeries: 2 })
      const { code } = await failure(forecastFiles(one, { signal: controller.signal, onEvent }))
      print({ code, kept: (await forecastFiles(one)).partsKept })
    `)
    expect(code).toBe('ABORT_ERR')
    expect(kept).toBeGreaterThan(0)
    await rm(out('stopped'), { recursive: true })
  })
})
