// The server of examples/serve under 200 requests at once: its thread is never busy for longer than 20 ms. The limit is in
// processor time, as other processes of the machine may hold the server for any time.

import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Holds } from '../setup/watch_holds.ts'
import { loads, saveLoadModel, timeOf } from './load_model.ts'
import { installRecipe, type Started, start } from './recipe.ts'

const meters = 200
const history = loads(1, 60)

let recipe: string
let folder: string
let path: string
let server: Started
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY })
beforeAll(async () => {
  recipe = await installRecipe('serve')
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  ;({ path } = await saveLoadModel(folder))
})
// Each try has a new server, since later bursts are quicker than the first one.
beforeEach(async () => {
  server = await start(join(recipe, 'main.mjs'), { MODEL: path }, ['--import', await writeProbe()])
})
afterEach(() => server.stop('SIGKILL'))
afterAll(async () => {
  agent.destroy()
  for (const made of [recipe, folder]) await rm(made, { recursive: true })
})

/** Writes a module for the server's process. It answers each message with the holds since the one before. */
async function writeProbe(): Promise<string> {
  const watch = fileURLToPath(new URL('../setup/watch_holds.ts', import.meta.url))
  const { code } = await transform(await readFile(watch, 'utf8'), { loader: 'ts' })
  const probe = join(folder, 'probe.mjs')
  const answer = 'process.on("message", () => { process.send(watch.read()); watch.reset() })'
  await writeFile(probe, `${code}\nconst watch = watchHolds()\n${answer}\nprocess.channel.unref()\n`)
  return probe
}

async function holds(): Promise<Holds> {
  server.process.send('read')
  return (await once(server.process, 'message'))[0]
}

async function send(method: string, path: string, body: object): Promise<{ status?: number; body: string }> {
  const headers = { 'content-type': 'application/json' }
  const sent = request(`${server.url}${path}`, { method, headers, agent }).end(JSON.stringify(body))
  const [answer] = await once(sent, 'response')
  return { status: answer.statusCode, body: await text(answer) }
}

describe('200 requests at once', () => {
  const burst = async (ask: (meter: number) => ReturnType<typeof send>): Promise<number> => {
    await holds()
    const answers = await Promise.all(Array.from({ length: meters }, (_, meter) => ask(meter)))
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
    return (await holds()).busiest
  }

  it('keep the thread of the server busy for at most 20 ms', { retry: 2 }, async () => {
    const busiest = [
      await burst((meter) => send('PUT', `/meters/${meter}`, { from: timeOf(0), values: history })),
      await burst((meter) => send('POST', `/meters/${meter}/readings`, { from: timeOf(60), values: [12] })),
      await burst((meter) => send('POST', `/meters/${meter}/readings`, { from: timeOf(61), values: [13, null] })),
    ]
    if (process.platform === 'linux') expect(Math.min(...busiest)).toBeGreaterThan(0)
    for (const time of busiest) expect(time).toBeLessThan(20)
  })
})
