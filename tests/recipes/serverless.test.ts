// The functions of examples/serverless, each in a process of its own: AWS Lambda and Google Cloud Run.

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { NetworkForecaster } from 'gatecast'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { gatewayEvent } from './gateway_event.ts'
import { loads, panelOf, saveLoadModel, timeOf } from './load_model.ts'
import { installRecipe, type Started, start } from './recipe.ts'

let recipe: string
let folder: string
let model: NetworkForecaster
let path: string
beforeAll(async () => {
  recipe = await installRecipe('serverless')
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  ;({ model, path } = await saveLoadModel(folder))
})
afterAll(() => Promise.all([recipe, folder].map((made) => rm(made, { recursive: true }))))

const history = loads(1, 60)
const request = (values: unknown = history) => JSON.stringify({ series: [{ id: 'meter', start: timeOf(0), values }] })
const expected = async () => ({ forecast: (await model.predict(panelOf(history))).toRows() })

/** Bodies that cannot be answered, with the status of the answer and a part of its message. */
const wrong: [string, string, number, string][] = [
  ['no JSON', 'series', 400, 'JSON'],
  ['no series', '{"series": []}', 400, '"series"'],
  ['null', 'null', 400, '"series"'],
  ['a number as text', request(['12']), 400, '"values" of series "meter"'],
  ['no time', '{"series": [{"id": "a", "start": "soon", "values": [1, 2]}]}', 422, 'soon'],
  ['a series without values', request(new Array(60).fill(null)), 422, 'meter'],
]

describe('the handler of AWS Lambda', () => {
  /** Calls the handler with events, one after another. The file of the model is deleted after the first one. */
  async function handle(events: APIGatewayProxyEventV2[], milliseconds = 10_000) {
    const own = join(folder, 'own.safetensors')
    await cp(path, own)
    const script = `
      import { unlinkSync } from 'node:fs'
      import { handler } from ${JSON.stringify(join(recipe, 'lambda.mjs'))}
      const answers = []
      for (const event of ${JSON.stringify(events)}) {
        answers.push(await handler(event, { getRemainingTimeInMillis: () => ${milliseconds} }))
        if (answers.length === 1) unlinkSync(process.env.MODEL)
      }
      console.log(JSON.stringify(answers))`
    return new Promise<APIGatewayProxyStructuredResultV2[]>((resolve, reject) => {
      const options = { env: { ...process.env, MODEL: own } }
      execFile(process.execPath, ['--input-type=module', '--eval', script], options, (error, stdout) =>
        error ? reject(error) : resolve(JSON.parse(stdout)),
      )
    })
  }

  it('answers with the forecast of the model, which it loads once', async () => {
    const coded = gatewayEvent(Buffer.from(request()).toString('base64'), true)
    const answers = await handle([gatewayEvent(request()), gatewayEvent(request()), coded])
    for (const { statusCode, headers, body } of answers) {
      expect(statusCode).toBe(200)
      expect(headers).toEqual({ 'content-type': 'application/json' })
      expect(JSON.parse(body!)).toEqual(await expected())
    }
  })

  it('answers requests that it cannot serve, and does not fail', async () => {
    const events = [...wrong.map(([, body]) => gatewayEvent(body)), gatewayEvent('', false, 'GET')]
    const answers = await handle(events)
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([...wrong.map(([, , status]) => status), 405])
    for (const [i, [, , , part]] of wrong.entries()) expect(JSON.parse(answers[i].body!).error).toContain(part)
  })

  it('answers 503 before Lambda would end it', async () => {
    const [answer] = await handle([gatewayEvent(request())], 500)
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } })
  })

  it('has the name and the model that the template names', () => {
    const { Properties } = parse(readFileSync(join(recipe, 'template.yaml'), 'utf8')).Resources.Forecast
    expect(Properties).toMatchObject({
      Handler: 'lambda.handler',
      Environment: { Variables: { MODEL: expect.any(String) } },
    })
    expect(Properties.Events.Post.Properties).toEqual({ Path: '/forecast', Method: 'POST' })
  })
})

describe('the server for Cloud Run', () => {
  let server: Started
  beforeAll(async () => {
    server = await start(join(recipe, 'cloud_run.mjs'), { MODEL: path, HOST: '127.0.0.1' })
  })
  const post = (body: string) => fetch(`${server.url}/forecast`, { method: 'POST', body })

  it('answers with the forecast of the model', async () => {
    const answer = await post(request())
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual(await expected())
  })

  it.each(wrong)('refuses a body with %s', async (_, body, status, part) => {
    const answer = await post(body)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toEqual({ error: expect.stringContaining(part) })
  })

  it('refuses large bodies, other paths and other methods', async () => {
    expect((await post(' '.repeat(1_000_001))).status).toBe(413)
    expect((await fetch(`${server.url}/other`)).status).toBe(404)
    expect((await fetch(`${server.url}/forecast`)).status).toBe(405)
  })

  it('has the path that the probe of service.yaml asks', async () => {
    const [container] = parse(readFileSync(join(recipe, 'service.yaml'), 'utf8')).spec.template.spec.containers
    expect((await fetch(`${server.url}${container.startupProbe.httpGet.path}`)).status).toBe(200)
  })

  it('ends soon after SIGTERM, with exit code 0', async () => {
    const before = performance.now()
    expect(await server.stop()).toBe(0)
    expect(performance.now() - before).toBeLessThan(5000)
  })
})
