// Workers, child processes and servers are killed while a run is under way. The output must still hold every series
// once, with the same bytes as an undisturbed run. `npm run test:queue:chaos` does ten rounds of each test.

import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type JobEvent, queueStatus, submitJob, watchRun } from '../../src/jobs/index.ts'
import { seriesCount } from './jobs.ts'
import { queuesAt, useQueue } from './use_queue.ts'
import { startWorker, until } from './workers.ts'

const rounds = Array.from({ length: Number(process.env.GATECAST_CHAOS_ROUNDS ?? 1) }, (_, i) => i + 1)

describe.each(['redis', 'postgres'] as const)('a job on %s survives', { timeout: 180_000 }, (kind) => {
  const used = useQueue(kind)
  // The rate slows a worker down, so that the test can do harm before the run is complete.
  const start = () => startWorker(used.server.address, { rate: 10 })

  /** Does harm while a run is under way. */
  async function disturbed(out: string, harm: () => Promise<void>, onEvent?: (event: JobEvent) => void): Promise<void> {
    const { server, sales } = used
    await rm(sales.in(out), { recursive: true, force: true })
    const run = await submitJob(sales.job({ out: sales.in(out), queue: server.address }))
    const watched = watchRun(server.address, run, onEvent ? { onEvent } : {})
    // An error is reported at `await watched` below; without this line Node.js would end with an unhandled rejection.
    watched.catch(() => {})
    await until(async () => (await queueStatus(server.address, run)).runs[0].parts.done > 3)
    // Each round does harm at another moment within a part.
    await sleep(Math.random() * 100)
    await harm()
    const { summary } = await watched
    expect(summary).toMatchObject({ parts: 30, series: seriesCount, failed: 0 })
    expect(await sales.forecasts(out)).toEqual(sales.expected)
  }

  it.each(rounds)('the end of a worker by kill -9 (round %i)', async () => {
    const [victim] = await Promise.all([start(), start()])
    await disturbed('worker', () => victim.end('SIGKILL'))
  })

  it.each(rounds)('the end of all workers by kill -9 (round %i)', async () => {
    const workers = await Promise.all([start(), start()])
    await disturbed('workers', async () => {
      await Promise.all(workers.map((worker) => worker.end('SIGKILL')))
      await start()
    })
  })

  it.each(rounds)('the end of the processes that forecast, by kill -9 (round %i)', async () => {
    const worker = await start()
    await disturbed('children', async () => {
      const children = worker.children()
      expect(children.length).toBeGreaterThan(0)
      for (const child of children) process.kill(child, 'SIGKILL')
    })
  })

  it.each(rounds)('the crash of the server, which comes back with its journal (round %i)', async () => {
    await Promise.all([start(), start()])
    await disturbed('server', () => used.server.crash(Math.random() * 2000))
  })

  it.each(rounds)('a server that comes back without its memory (round %i)', async () => {
    await start()
    const events: JobEvent[] = []
    const forget = () =>
      queuesAt(used.server.address, async ({ runs, parts }) => {
        await Promise.all([runs, parts].map((queue) => queue.obliterate({ force: true })))
      })
    await disturbed('memory', forget, (event) => void events.push(event))
    expect(events).toContainEqual({ type: 'note', text: expect.stringContaining('submitted again') })
  })
})
