// Covariates of a job: roles from the model, plans that are missing, notes about columns that are not used.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drift, ensemble, gru, naive, theta } from '../../src/forecast/index.ts'
import { inspectData } from '../../src/jobs/describe/inspect_data.ts'
import type { JobEvent } from '../../src/jobs/events.ts'
import type { JobOverrides } from '../../src/jobs/job/overrides.ts'
import { jobOf } from '../../src/jobs/job/read_job.ts'
import { checkPlan } from '../../src/jobs/source/check_plan.ts'
import { unusedCovariates } from '../../src/jobs/source/covariate_roles.ts'
import { settle } from '../../src/jobs/source/settle.ts'
import { type Panel, panelFromSeries } from '../../src/series/index.ts'

const horizon = 3
const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const promo = (t: number) => (t % 3 === 0 ? 'yes' : 'no')
const rows = 40

let folder = ''
const at = (name: string) => join(folder, name)
const write = (name: string, header: string, lines: readonly string[]) =>
  writeFile(at(name), `${[header, ...lines].join('\n')}\n`)
const each = <T>(from: number, to: number, line: (id: string, t: number) => T): T[] =>
  ['a', 'b'].flatMap((id) => Array.from({ length: to - from }, (_, i) => line(id, from + i)))

const trainingPanel = (): Panel =>
  panelFromSeries(
    ['a', 'b'].map((id) => ({
      ...{ id, start: '2024-01-01', values: Array.from({ length: rows }, (_, t) => 5 + (t % 3)) },
      known: { promo: Array.from({ length: rows }, (_, t) => promo(t)) },
      observed: { rain: Array.from({ length: rows }, (_, t) => t % 2) },
      static: { region: id === 'a' ? 1 : 2 },
    })),
    { frequency: 'd' },
  )

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-covariates-'))
  const header = 'id,date,y,promo,rain,region'
  const past = each(0, rows, (id, t) => `${id},${day(t)},${5 + (t % 3)},${promo(t)},${t % 2},${id === 'a' ? 1 : 2}`)
  await write('history.csv', header, past)
  await write(
    'without.csv',
    'id,date,y,rain',
    each(0, rows, (id, t) => `${id},${day(t)},${5 + (t % 3)},${t % 2}`),
  )
  const inline = each(rows, rows + horizon, (id, t) => `${id},${day(t)},,${promo(t)},,`)
  await write('inline.csv', header, [...past, ...inline])
  const plan = (from: number, to: number) => each(from, to, (id, t) => `${id},${day(t)},${promo(t)}`)
  await write('future.csv', 'id,date,promo', plan(rows, rows + horizon))
  await write('short.csv', 'id,date,promo', plan(rows, rows + 2))
  await write('late.csv', 'id,date,promo', plan(rows + 1, rows + 9))
  await write('early.csv', 'id,date,promo', [...plan(rows - 5, rows + horizon), `z,${day(rows)},no`])
  const model = gru({ horizon, hiddenSize: 4, context: 6 })
  await model.fit(trainingPanel(), { epochs: 1, calibrate: false })
  await model.save(at('model.safetensors'))
  await theta({ horizon }).save(at('theta.safetensors'))
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

async function settled(given: JobOverrides, source = 'history.csv') {
  const notes: string[] = []
  const onEvent = (event: JobEvent) => void (event.type === 'note' && notes.push(event.text))
  const columns = { time: 'date', target: 'y', series: 'id', ...given.columns }
  const job = jobOf({ source: at(source), horizon, frequency: 'd', ...given, columns } as JobOverrides)
  await using found = await settle(job, { onEvent })
  const plan = checkPlan(found, { onEvent })
  return { columns: found.job.columns, notes, plan: await plan.then(() => 'complete').catch((error) => error) }
}
const model = () => at('model.safetensors')
const future = (name: string) => ({ future: at(name) })

it('a job without a horizon has that of its trained model, and says so', async () => {
  const { notes, plan } = await settled({ model: model(), horizon: undefined, ...future('future.csv') })
  expect(notes).toContain('horizon: 3, as the model was trained for it')
  expect(plan).toBe('complete')
  await expect(settled({ horizon: undefined })).rejects.toThrow('Expected a horizon')
})

describe('the roles of a trained model', () => {
  it('are those of the job, which says so', async () => {
    const { columns, notes, plan } = await settled({ model: model(), ...future('future.csv') })
    expect(columns).toMatchObject({ known: ['promo'], observed: ['rain'], static: ['region'], categorical: ['promo'] })
    expect(notes).toEqual(
      expect.arrayContaining([
        'known covariates: promo, as the model was trained with them',
        'observed covariates: rain, as the model was trained with them',
        'static covariates: region, as the model was trained with them',
      ]),
    )
    expect(plan).toBe('complete')
  })

  it('need no note if the job names them', async () => {
    const named = { known: ['promo'], observed: ['rain'], static: ['region'] }
    const { notes } = await settled({ model: model(), columns: named, ...future('future.csv') })
    expect(notes.join()).not.toContain('trained with them')
  })

  it('are refused if the source lacks a column, or the job gives it another role', async () => {
    await expect(settled({ model: model() }, 'without.csv')).rejects.toMatchObject({
      code: 'ERR_JOB',
      message: expect.stringMatching(/column "promo" under known.*got a source with the columns id, date, y, rain/),
    })
    await expect(settled({ model: model(), columns: { observed: ['promo'] } })).rejects.toMatchObject({
      code: 'ERR_JOB',
      message: expect.stringMatching(/got it under observed\. Use --known promo/),
    })
  })

  it('are none for a local method', async () => {
    expect((await settled({ model: at('theta.safetensors') })).columns.known).toEqual([])
  })
})

describe('a job with known covariates', () => {
  const columns = { known: ['promo'] }

  it.each([['auto'], [{ kind: 'gru' }]])('and without their values is refused before training: %o', async (model) => {
    const { plan } = await settled({ columns, model } as JobOverrides)
    expect(plan).toMatchObject({
      code: 'ERR_JOB',
      message: expect.stringMatching(
        /--known promo: expected values for the 3 steps.* --future plan.csv.* columns id, date, promo .*--observed promo/,
      ),
    })
  })

  it('may have the values in a future table or in its own rows', async () => {
    expect((await settled({ columns, ...future('future.csv') })).plan).toBe('complete')
    expect((await settled({ columns }, 'inline.csv')).plan).toBe('complete')
  })

  it('needs no values for a kind that does not read them', async () => {
    expect((await settled({ columns, model: { kind: 'naive2' } } as JobOverrides)).plan).toBe('complete')
  })

  it('has no rows of its future table in the counts of inspect and of its parts', async () => {
    const job = jobOf({ source: at('history.csv'), columns: { ...columns, series: 'id' }, ...future('early.csv') })
    const report = await inspectData(job)
    expect(report).toMatchObject({ series: 2, rows: 2 * rows, last: day(rows - 1), shortest: { rows } })
    await using found = await settle({ ...job, horizon }, {})
    expect(found.total).toEqual({ series: 2, rows: 2 * rows })
  })

  it('is refused if the future table ends too early or begins too late for every series', async () => {
    expect((await settled({ columns, ...future('short.csv') })).plan).toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringMatching(/for the 3 steps after the history, got 2 .* use --horizon 2/),
    })
    expect((await settled({ columns, ...future('late.csv') })).plan).toMatchObject({
      code: 'ERR_JOB',
      message: expect.stringContaining('no row of the future table is the next step of a series'),
    })
  })

  it('says once that rows of the future table lie in the history, and that series have no history', async () => {
    const { notes, plan } = await settled({ columns, ...future('early.csv') })
    expect(notes.slice(-2)).toEqual([
      'left out: 1 series that only the future table has, for example z',
      expect.stringMatching(/not after the history of their series, for example of series a up to 2024-02-09/),
    ])
    expect(plan).toBe('complete')
  })
})

describe('unusedCovariates', () => {
  const columns = { known: ['promo'], observed: ['rain'], static: [], categorical: [], time: 'date', target: 'y' }

  it('are all for methods that read the target alone, and for combinations of them', () => {
    for (const forecaster of [drift({ horizon }), ensemble([naive({ horizon }), drift({ horizon })])])
      expect(unusedCovariates(forecaster, columns)).toEqual(['promo', 'rain'])
  })

  it('are those that a fitted network was trained without, and none before fit', async () => {
    const network = gru({ horizon, hiddenSize: 4, context: 6 })
    expect(unusedCovariates(network, columns)).toEqual([])
    await network.fit(trainingPanel().with({ observed: [] }), { epochs: 1, calibrate: false })
    expect(unusedCovariates(network, columns)).toEqual(['rain'])
  })
})
