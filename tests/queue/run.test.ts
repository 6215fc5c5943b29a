import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { forecastByQueue, type JobEvent, queueStatus, runJob, submitJob, watchRun } from '../../src/jobs/index.ts'
import { filesOf, horizon, seriesCount } from './jobs.ts'
import { secret } from './servers.ts'
import { queuesAt, useQueue } from './use_queue.ts'
import { startWorker, until } from './workers.ts'

describe.each(['redis', 'postgres'] as const)('a job on %s', { timeout: 120_000 }, (kind) => {
  const used = useQueue(kind)

  it('gives the bytes of an embedded run, by one worker or several, and says what it does', async () => {
    const { server, sales } = used
    await Promise.all([startWorker(server.address), startWorker(server.address, { concurrency: 1 })])
    const events: JobEvent[] = []
    const onEvent = (event: JobEvent) => void events.push(event)
    const { summary, out } = await forecastByQueue(sales.job({ out: sales.in('out'), queue: server.address }), {
      onEvent,
    })
    expect(out).toBe(sales.in('out'))
    expect(summary).toMatchObject({
      parts: 30,
      partsKept: 0,
      series: seriesCount,
      rows: seriesCount * horizon,
      failed: 0,
    })
    expect(await sales.forecasts('out')).toEqual(sales.expected)
    const parts = events.flatMap((event) => (event.type === 'part' ? [event.part] : []))
    expect(parts.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, part) => part))
    expect(events).toContainEqual({
      type: 'progress',
      stage: 'forecast',
      done: seriesCount,
      total: seriesCount,
      unit: 'series',
    })
    expect(events).toContainEqual({ type: 'note', text: 'frequency: d' })
    expect(Object.keys(await filesOf(sales.in('out'))).filter((name) => name.includes('queue'))).toEqual([])
  })

  it('makes only what is missing when it is submitted again, and the one file of an embedded run', async () => {
    const { server, sales } = used
    await startWorker(server.address)
    const job = sales.job({ out: sales.in('again.csv'), queue: server.address })
    const { summary: first } = await runJob(job)
    const text = await readFile(sales.in('again.csv'), 'utf8')
    expect(text.split('\n')).toHaveLength(seriesCount * horizon + 2)
    const { summary: second } = await runJob(job)
    expect([first?.partsKept, second?.partsKept]).toEqual([0, 30])
    expect(await readFile(sales.in('again.csv'), 'utf8')).toBe(text)
    const { summary: embedded } = await runJob(sales.job({ out: sales.in('embedded'), queue: server.address }))
    expect(embedded?.partsKept).toBe(30)
    const { summary: forced } = await runJob(job, { force: true })
    expect(forced).toMatchObject({ partsKept: 0, sha256: first?.sha256 })
  })

  it('is one run if it is submitted twice, and no other job may write to its place meanwhile', async () => {
    const { server, sales } = used
    const job = sales.job({ out: sales.in('twice'), queue: server.address })
    const run = await submitJob(job)
    expect(await submitJob(job)).toBe(run)
    await expect(
      submitJob(sales.job({ out: sales.in('twice'), horizon: 3, queue: server.address })),
    ).rejects.toMatchObject({
      code: 'ERR_BUSY',
      message: expect.stringContaining(`gatecast cancel ${run}`),
    })
    await startWorker(server.address)
    await watchRun(server.address, run)
    expect(await sales.forecasts('twice')).toEqual(sales.expected)
  })

  it('trains the model that is not there, and writes the report', async () => {
    const { server, sales } = used
    await startWorker(server.address)
    const changes = { out: sales.in('trained'), report: sales.in('report.html'), queue: server.address }
    const model = { kind: 'gru' as const, hiddenSize: 8, context: 14 }
    const events: JobEvent[] = []
    const onEvent = (event: JobEvent) => void events.push(event)
    const job = sales.job({ ...changes, model, train: { epochs: 1 }, backtest: { windows: 1, series: 10 } })
    const { summary, model: path, report } = await forecastByQueue(job, { onEvent })
    expect(summary).toMatchObject({ series: seriesCount, failed: 0 })
    expect(path).toBe(sales.in('trained/model.safetensors'))
    expect(report).toBe(sales.in('report.html'))
    expect(await readFile(sales.in('report.html'), 'utf8')).toContain('<html')
    expect(events).toContainEqual({ type: 'note', text: 'context: 14 steps' })
  })

  it('tells its status: how many workers there are, and how far each run is', async () => {
    const { server, sales } = used
    const job = sales.job({ out: sales.in('status'), queue: server.address })
    const run = await submitJob(job)
    const [waiting] = (await queueStatus(server.address, run)).runs
    expect(waiting).toMatchObject({ run, state: 'waiting', out: sales.in('status'), parts: { total: 0, done: 0 } })
    await startWorker(server.address, { rate: 10 })
    await until(async () => (await queueStatus(server.address, run)).runs[0].parts.done > 3)
    const { workers, runs } = await queueStatus(server.address)
    expect(workers).toBe(1)
    expect(runs[0]).toMatchObject({
      run,
      state: 'forecasting',
      parts: { total: 30, failed: 0 },
      series: { total: seriesCount },
    })
    await watchRun(server.address, run)
    const [done] = (await queueStatus(server.address, run)).runs
    expect(done).toMatchObject({ state: 'done', parts: { total: 30, done: 30 }, series: { done: seriesCount } })
    expect(done.finished).toBeGreaterThan(done.submitted)
  })

  it('shows progress and a log of each part to those who look into the queue', async () => {
    const { server, sales } = used
    await startWorker(server.address)
    const run = await submitJob(sales.job({ out: sales.in('logs'), queue: server.address }))
    await watchRun(server.address, run)
    await queuesAt(server.address, async ({ runs, parts }) => {
      const record = await runs.getJob(run)
      expect(record?.progress).toMatchObject({ stage: 'survey' })
      const id = `${run}.${record?.data.generation}.part-7`
      expect((await parts.getJobLogs(id)).logs).toEqual([
        expect.stringMatching(/^4 series, 28 rows, 0 by a fallback, [\d.]+ s$/),
      ])
    })
  })

  it('keeps credentials out of jobs, logs and files', async () => {
    const { server, sales } = used
    const worker = await startWorker(server.address)
    const run = await submitJob(sales.job({ out: sales.in('secret'), queue: server.address }))
    await watchRun(server.address, run)
    await queuesAt(server.address, async ({ runs, parts }) => {
      const jobs = [...(await runs.getJobs()), ...(await parts.getJobs())]
      expect(jobs.length).toBeGreaterThan(30)
      expect(JSON.stringify(jobs.map((job) => job.asJSON()))).not.toContain(secret)
    })
    expect(worker.log()).toContainEqual(
      expect.objectContaining({ msg: 'worker started', queue: expect.stringMatching(/^\w+:\/\/127/) }),
    )
    expect(JSON.stringify(worker.log())).not.toContain(secret)
    const files = Object.values(await filesOf(sales.in('secret'))).map((text) => Buffer.from(text, 'base64').toString())
    expect(files.filter((text) => text.includes(secret))).toEqual([])
  })
})
