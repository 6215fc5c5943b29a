import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Tables, writeTable } from 'gatecast/files'
import { describe, expect, it } from 'vitest'
import { folderForTests, openTables } from './folder.ts'

const { path } = folderForTests()
const tables = await openTables()
const roles = { series: 'id', time: 'time', target: 'y' } as const
/** Takes many seconds if nothing stops it. */
const endless = {
  query: `select (range % 1000)::varchar as id, timestamp '2024-01-01' + interval (range) second as time,
    sqrt(range) + length(md5(range::varchar)) as y from range(200000000)`,
}
const aborted = { code: 'ABORT_ERR' }

/** Milliseconds from the abort to the rejection. */
async function lateness(work: (signal: AbortSignal) => Promise<unknown>, after: number): Promise<number> {
  const controller = new AbortController()
  let at = Number.NaN
  setTimeout(() => {
    at = performance.now()
    controller.abort('enough')
  }, after)
  await expect(work(controller.signal)).rejects.toMatchObject({ ...aborted, cause: 'enough' })
  return performance.now() - at
}

describe('a signal stops', () => {
  const calls: Record<string, (signal: AbortSignal) => Promise<unknown>> = {
    profile: (signal) => tables.profile(endless, {}, { signal }),
    survey: (signal) => tables.survey(endless, roles, { signal }),
    parts: (signal) => tables.parts(endless, roles, 100, { signal }),
    ids: (signal) => tables.ids(endless, roles, { from: '0', to: '5' }, { signal }),
    readPanel: (signal) => tables.readPanel(endless, roles, { signal }),
    repartition: (signal) =>
      tables.repartition(endless, roles, [{ from: '0', to: '9' }], path(`ranges-${crypto.randomUUID()}`), { signal }),
  }

  it.for(Object.keys(calls))('%s at once', async (name) => {
    for (const after of [1, 30, 200]) expect(await lateness(calls[name], after)).toBeLessThan(1000)
  })

  it('a reading call before DuckDB has stopped, and close waits for DuckDB', async () => {
    const own = await Tables.open()
    const controller = new AbortController()
    const call = own.survey(endless, roles, { signal: controller.signal })
    await sleep(30)
    controller.abort()
    const first = call.catch(({ code }) => code)
    expect(await Promise.race([first, new Promise((resolve) => setImmediate(resolve, 'later'))])).toBe('ABORT_ERR')
    await own.close()
    await expect(own.columns(endless)).rejects.toMatchObject({ code: 'ERR_DISPOSED' })
  })

  it('every call of tables that were opened with it', async () => {
    const run = async (signal: AbortSignal) => {
      await using own = await Tables.open({ signal })
      await own.survey(endless, roles)
    }
    expect(await lateness(run, 50)).toBeLessThan(1000)
  })

  it('writeTable, which leaves no file', async () => {
    const values = new Float64Array(5_000_000).map((_, row) => Math.sqrt(row))
    const columns = [{ name: 'y', type: 'number' as const, values }]
    const folder = path('')
    const before = readdirSync(folder)
    const late = await lateness((signal) => writeTable(path('y.csv'), columns, undefined, { signal }), 20)
    expect(late).toBeLessThan(1000)
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe('the tables', () => {
  it('go on after an abort', async () => {
    for (const after of [0, 1, 2, 4, 8, 16])
      await lateness((signal) => tables.survey(endless, roles, { signal }), after)
    expect(await tables.columns({ query: 'select 1 as x' })).toEqual([{ name: 'x', type: 'INTEGER' }])
  })

  it('refuse an option that is no signal', async () => {
    await expect(tables.columns(endless, { sginal: 1 } as never)).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(tables.columns(endless, { signal: 1 } as never)).rejects.toMatchObject({ code: 'ERR_TYPE' })
    await expect(tables.head(endless, 1, { signal: AbortSignal.abort() })).rejects.toMatchObject(aborted)
  })
})
