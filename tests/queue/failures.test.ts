import { mkdir, rm } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import {
  cancelRun,
  forecastByQueue,
  type JobEvent,
  queueStatus,
  retryFailed,
  submitJob,
  watchRun,
} from '../../src/jobs/index.ts'
import { seriesCount } from './jobs.ts'
import { freePort, secret } from './servers.ts'
import { queuesAt, useQueue } from './use_queue.ts'
import { startWorker, until } from './workers.ts'

describe.each(['redis', 'postgres'] as const)('a job on %s', { timeout: 120_000 }, (kind) => {
  const used = useQueue(kind)
  const stateOf = async (run: string) => (await queueStatus(used.server.address, run)).runs[0]

  /**
   * Puts a folder at the path of the last part, so that it cannot be written for a while. It comes when the run makes its
   * parts: a folder that is there before belongs to the user, and the run would be refused.
   */
  async function obstruct(out: string, run: string): Promise<string> {
    await until(async () => (await stateOf(run)).parts.done > 0)
    const obstacle = `${out}/forecast/part-00029.parquet`
    await mkdir(obstacle)
    return obstacle
  }

  it('gives a series that cannot be forecast a fallback, and names it', async () => {
    const { server, sales } = used
    await startWorker(server.address)
    const events: JobEvent[] = []
    const onEvent = (event: JobEvent) => void events.push(event)
    const job = sales.job({ source: sales.in('bad.csv'), out: sales.in('fallback'), queue: server.address })
    const { summary } = await forecastByQueue(job, { onEvent })
    expect(summary).toMatchObject({ series: seriesCount, failed: 1, fallbacks: 1 })
    expect(events.filter(({ type }) => type === 'bad')).toMatchObject([{ id: 'shop 119', fallback: 'seasonalNaive' }])
  })

  it('stops at once where the job is at fault, with the error of the embedded run', async () => {
    const { server, sales } = used
    const worker = await startWorker(server.address)
    const job = sales.job({ source: sales.in('bad.csv'), out: sales.in('strict'), strict: true, queue: server.address })
    await expect(forecastByQueue(job)).rejects.toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringContaining('shop 119'),
    })
    expect(worker.log().filter(({ step, msg }) => step === 'part' && msg === 'failed')).toMatchObject([
      { tries: 1, isFinal: true },
    ])
    const wrong = sales.job({ horizon: 3, out: sales.in('horizon'), queue: server.address })
    await expect(forecastByQueue(wrong)).rejects.toMatchObject({ code: 'ERR_RANGE' })
    // The schema of a job refuses these lags, so the job is changed after it was read: a worker checks again.
    const untrained = {
      ...sales.job({ out: sales.in('untrained'), queue: server.address }),
      model: { kind: 'gru', lags: [1] } as const,
    }
    await expect(forecastByQueue(untrained)).rejects.toMatchObject({ code: expect.stringMatching(/ERR_JOB|ERR_RANGE/) })
  })

  it('tries again where the machine is at fault', async () => {
    const { server, sales } = used
    const worker = await startWorker(server.address, { rate: 10 })
    const run = await submitJob(sales.job({ out: sales.in('tried'), queue: server.address }))
    const obstacle = await obstruct(sales.in('tried'), run)
    await until(() => worker.log().some(({ msg, isFinal }) => msg === 'failed' && isFinal === false))
    await rm(obstacle, { recursive: true })
    expect((await watchRun(server.address, run)).summary).toMatchObject({ parts: 30 })
    expect(await sales.forecasts('tried')).toEqual(sales.expected)
  })

  it('fails when it has tried often enough, makes all other parts, and goes on from there when it is retried', async () => {
    const { server, sales } = used
    const worker = await startWorker(server.address, { rate: 10 })
    const run = await submitJob(sales.job({ out: sales.in('retried'), queue: server.address }))
    const obstacle = await obstruct(sales.in('retried'), run)
    await expect(watchRun(server.address, run)).rejects.toMatchObject({
      code: 'ERR_FILE',
      message: expect.stringContaining(`gatecast retry ${run}`),
    })
    expect(worker.log().filter(({ step, msg }) => step === 'part' && msg === 'failed')).toHaveLength(5)
    expect(await stateOf(run)).toMatchObject({ state: 'failed', parts: { total: 30, done: 29, failed: 1 } })
    await rm(obstacle, { recursive: true })
    await retryFailed(server.address, run)
    expect((await watchRun(server.address, run)).summary).toMatchObject({ parts: 30, partsKept: 29 })
    expect(await sales.forecasts('retried')).toEqual(sales.expected)
  })

  it('can be cancelled: what waits is removed, what runs is stopped, and what is done stays', async () => {
    const { server, sales } = used
    await startWorker(server.address, { rate: 10 })
    const run = await submitJob(sales.job({ out: sales.in('cancelled'), queue: server.address }))
    const watched = watchRun(server.address, run).catch((error) => error)
    await until(async () => (await stateOf(run)).parts.done > 3)
    await expect(retryFailed(server.address, run)).rejects.toMatchObject({ code: 'ERR_BUSY' })
    await cancelRun(server.address, run)
    expect(await watched).toMatchObject({ name: 'AbortError' })
    expect(await stateOf(run)).toMatchObject({ state: 'cancelled' })
    await queuesAt(server.address, async ({ parts }) => {
      const left = await parts.getJobs(['waiting', 'active', 'delayed', 'prioritized'])
      expect(left.filter((part) => part.data.run === run)).toEqual([])
    })
    await retryFailed(server.address, run)
    const { summary } = await watchRun(server.address, run)
    expect(summary?.partsKept).toBeGreaterThan(3)
    expect(await sales.forecasts('cancelled')).toEqual(sales.expected)
  })

  it('can be cancelled before a worker has it', async () => {
    const { server, sales } = used
    const run = await submitJob(sales.job({ out: sales.in('early'), queue: server.address }))
    await cancelRun(server.address, run)
    await expect(watchRun(server.address, run)).rejects.toMatchObject({ name: 'AbortError' })
    await startWorker(server.address)
    await until(async () => (await queuesAtCount(run)) === 0)
    expect(await stateOf(run)).toMatchObject({ state: 'cancelled' })
  })

  const queuesAtCount = async (run: string) => {
    let waiting = 0
    await queuesAt(used.server.address, async ({ runs }) => {
      waiting = (await runs.getJobs(['waiting', 'active'])).filter((job) => job.data.run === run).length
    })
    return waiting
  }

  it('is not bound to who watches it', async () => {
    const { server, sales } = used
    const run = await submitJob(sales.job({ out: sales.in('unwatched'), queue: server.address }))
    const signal = AbortSignal.timeout(1000)
    await expect(watchRun(server.address, run, { signal })).rejects.toMatchObject({ name: 'AbortError' })
    await startWorker(server.address)
    expect((await watchRun(server.address, run)).summary).toMatchObject({ parts: 30 })
  })
})

describe('a queue that is not there', () => {
  it.each(['redis', 'postgres'])('is named without its password: %s', async (kind) => {
    const address = `${kind}://user:${secret}@127.0.0.1:${await freePort()}/db`
    const error = await queueStatus(address).catch((error) => error)
    expect(error).toMatchObject({
      code: 'ERR_QUEUE',
      message: expect.stringMatching(/at \w+:\/\/127\.0\.0\.1:\d+\/db, got: .*ECONNREFUSED/),
    })
    expect(`${error} ${error.cause}`).not.toContain(secret)
  })

  it('is a mistake in the job if it has no address of a kind that is known', async () => {
    await expect(queueStatus(undefined)).rejects.toMatchObject({
      code: 'ERR_JOB',
      message: expect.stringContaining('GATECAST_QUEUE'),
    })
    await expect(queueStatus(`amqp://user:${secret}@host`)).rejects.toMatchObject({
      code: 'ERR_JOB',
      message: expect.stringMatching(/redis:\/\/.*postgres:\/\/.*got one that begins with amqp:\/\/$/),
    })
    await expect(queueStatus(secret)).rejects.toMatchObject({ message: expect.not.stringContaining(secret) })
  })
})
