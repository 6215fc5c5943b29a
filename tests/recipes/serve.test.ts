// The HTTP server of examples/serve, as a process.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gru, type NetworkForecaster, theta } from 'gatecast'
import { promote, registerModel } from 'gatecast/jobs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { loads, panelOf, saveLoadModel, timeOf } from './load_model.ts'
import { installRecipe, type Started, start } from './recipe.ts'

let recipe: string
let folder: string
let model: NetworkForecaster
let path: string
let server: Started
beforeAll(async () => {
  recipe = await installRecipe('serve')
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  ;({ model, path } = await saveLoadModel(folder))
})
afterAll(async () => {
  await rm(recipe, { recursive: true })
  await rm(folder, { recursive: true })
})

const serve = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
  server = await start(join(recipe, 'main.mjs'), { MODEL: path, ...env })
}

async function send(method: string, where: string, body?: unknown) {
  const headers = { 'content-type': 'application/json' }
  const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }
  const answer = await fetch(`${server.url}${where}`, init)
  const text = await answer.text()
  const retryAfter = answer.headers.get('retry-after')
  return { status: answer.status, retryAfter, text, json: text.startsWith('{') ? JSON.parse(text) : undefined }
}

const history = loads(1, 60)
const begin = (id: string) => send('PUT', `/meters/${id}`, { from: timeOf(0), values: history })
const push = (id: string, step: number, values: unknown[]) =>
  send('POST', `/meters/${id}/readings`, { from: timeOf(step), values })

describe('the server', () => {
  beforeAll(() => serve())
  afterAll(() => server.stop('SIGKILL'))

  it('gives the forecasts of the model after each reading', async () => {
    const values = [12.5, null, 14]
    expect((await begin('a')).json.forecast).toHaveLength(12)
    const { status, json } = await push('a', 60, values)
    expect(status).toBe(200)
    const expected = (await model.predict(panelOf([...history, ...values]))).toRows()
    expect(json.forecast).toEqual(expected.map(({ series: _, ...row }) => row))
    expect((await send('GET', '/meters/a/forecast')).json).toEqual(json)
  })

  it('refuses readings that come twice or leave a gap, and names the time that it expects', async () => {
    await begin('a')
    await push('a', 60, [12])
    const expected = timeOf(61).replace('.000Z', 'Z')
    for (const step of [60, 62]) {
      const { status, json } = await push('a', step, [12])
      expect(status).toBe(409)
      expect(json).toMatchObject({ expected })
    }
    expect((await push('a', 61, [12])).status).toBe(200)
  })

  it.each<[string, unknown]>([
    ['a number as text', { from: timeOf(60), values: ['12'] }],
    ['an empty text', { from: timeOf(60), values: [''] }],
    ['a flag', { from: timeOf(60), values: [true] }],
    ['no values', { from: timeOf(60), values: [] }],
    ['too many values', { from: timeOf(60), values: new Array(201).fill(1) }],
    ['another form of time', { from: 'yesterday', values: [1] }],
    ['an unknown key', { from: timeOf(60), values: [1], value: 2 }],
  ])('refuses readings with %s, and the meter stays as it was', async (_, body) => {
    const before = (await begin('a')).json
    expect((await send('POST', '/meters/a/readings', body)).status).toBe(400)
    expect((await send('GET', '/meters/a/forecast')).json).toEqual(before)
  })
})

describe('the server with other settings', () => {
  afterEach(() => server.stop('SIGKILL'))

  it('follows a bounded number of meters: the least recently used one leaves', async () => {
    await serve({ METERS: '2' })
    await begin('a')
    await begin('b')
    await push('a', 60, [12])
    await begin('c')
    expect((await send('GET', '/meters/a/forecast')).status).toBe(200)
    expect(await push('b', 60, [12])).toMatchObject({ status: 404, json: { error: expect.stringContaining('PUT') } })
    expect((await send('DELETE', '/meters/a')).status).toBe(204)
    expect((await send('GET', '/meters/a/forecast')).status).toBe(404)
  })

  it('refuses odd ids, large bodies and histories without values', async () => {
    await serve({ BODY_BYTES: '1000' })
    expect((await send('GET', `/meters/${encodeURIComponent('../a')}/forecast`)).status).toBe(400)
    const long = await send('PUT', '/meters/a', { from: timeOf(0), values: new Array(1000).fill(1) })
    expect(long.status).toBe(413)
    const empty = await send('PUT', '/meters/a', { from: timeOf(0), values: new Array(60).fill(null) })
    expect(empty).toMatchObject({ status: 422, json: { code: 'ERR_DATA' } })
  })

  it('answers 429 to an address that sends too many requests, but not to its probes', async () => {
    await serve({ RATE: '3' })
    await begin('a')
    const statuses = []
    for (let i = 0; i < 3; i++) statuses.push((await push('a', 60 + i, [12])).status)
    expect(statuses).toEqual([200, 200, 429])
    expect(Number((await begin('a')).retryAfter)).toBeGreaterThan(0)
    expect((await send('GET', '/healthz')).status).toBe(200)
  })

  it('answers 503 if too many requests wait', async () => {
    await serve({ AT_ONCE: '1', WAITING: '2' })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => begin(`meter-${i}`)))
    const refused = answers.filter(({ status }) => status === 503)
    expect(refused.length).toBeGreaterThan(0)
    for (const { retryAfter } of refused) expect(retryAfter).toBe('1')
    expect(answers.filter(({ status }) => status === 200).length).toBe(20 - refused.length)
    expect((await begin('later')).status).toBe(200)
  })

  it('tells Prometheus about requests, meters and the event loop', async () => {
    await serve()
    await begin('a')
    await push('a', 60, [12])
    const { text } = await send('GET', '/metrics')
    expect(text).toMatch(/^forecast_requests_total\{route="\/meters\/:id\/readings",status="200"\} 1$/m)
    expect(text).toMatch(/^forecast_meters 1$/m)
    expect(text).toMatch(/^nodejs_eventloop_lag_max_seconds \d/m)
  })

  it('finishes the requests in progress after SIGTERM, and ends with exit code 0', async () => {
    await serve()
    await begin('a')
    const answer = push('a', 60, new Array(200).fill(12))
    await send('GET', '/healthz')
    const ended = server.stop('SIGTERM')
    expect((await answer).status).toBe(200)
    expect(await ended).toBe(0)
    await expect(send('GET', '/healthz')).rejects.toThrow()
  })

  it('takes the version in production of a registry', async () => {
    const registry = join(folder, 'models')
    await registerModel(registry, 'load', model, { data: 'first rows' })
    await expect(serve({ MODEL: `${registry}/load@production` })).rejects.toThrow(/"production" of "load"/)
    await promote(registry, 'load', 1)
    await serve({ MODEL: `${registry}/load@production` })
    expect((await begin('a')).status).toBe(200)
  })

  it('does not start with a model that cannot follow single meters', async () => {
    const file = join(folder, 'other.safetensors')
    const local = theta({ horizon: 12 })
    await local.fit(panelOf(history))
    await local.save(file)
    await expect(serve({ MODEL: file })).rejects.toThrow(/of the kind theta/)
    const withCalendar = gru({ horizon: 12, hiddenSize: 4, context: 24 })
    await withCalendar.fit(panelOf(loads(1, 200)).withCalendar(['dayOfWeek']), { epochs: 1, calibrate: false })
    await withCalendar.save(file)
    await expect(serve({ MODEL: file })).rejects.toThrow(/needs dayOfWeek/)
  })

  it.each([
    [{ MODEL: '' }, /MODEL/],
    [{ METERS: 'many' }, /METERS.*"many"/],
  ])('does not start with %o', async (env, message) => {
    await expect(serve(env)).rejects.toThrow(message)
  })
})
