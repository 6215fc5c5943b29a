import { describe, expect, it } from 'vitest'
import { forecastByQueue, submitJob, watchRun } from '../../src/jobs/index.ts'
import { horizon, seriesCount } from './jobs.ts'
import { freePort } from './servers.ts'
import { queuesAt, useQueue } from './use_queue.ts'
import { startWorker, until } from './workers.ts'

describe.each(['redis', 'postgres'] as const)('workers on %s', { timeout: 120_000 }, (kind) => {
  const used = useQueue(kind)

  it('begin no more parts in a second than they may, all together', async () => {
    const { server, sales } = used
    const workers = await Promise.all([1, 2].map(() => startWorker(server.address, { rate: 10 })))
    await forecastByQueue(sales.job({ out: sales.in('rate'), queue: server.address }))
    const times = workers
      .flatMap((worker) => worker.log().filter(({ step, msg }) => step === 'part' && msg === 'began'))
      .map(({ time }) => Number(time))
      .sort((a, b) => a - b)
    expect(times).toHaveLength(30)
    // 30 parts are three windows of a second, the first of which may begin at any time.
    expect(times[29] - times[0]).toBeGreaterThan(1500)
  })

  it('do as many parts at once as they are told to', async () => {
    const { server, sales } = used
    const worker = await startWorker(server.address, { concurrency: 3 })
    await forecastByQueue(sales.job({ out: sales.in('three'), queue: server.address }))
    let [current, most] = [0, 0]
    for (const { step, msg } of worker.log().filter(({ step }) => step === 'part')) {
      current += msg === 'began' ? 1 : -1
      most = Math.max(most, current)
      expect(step).toBe('part')
    }
    expect(most).toBe(3)
    expect(await sales.forecasts('three')).toEqual(sales.expected)
  })

  it('end by a signal when the parts that are begun are done', async () => {
    const { server, sales } = used
    const first = await startWorker(server.address, { rate: 10 })
    const run = await submitJob(sales.job({ out: sales.in('graceful'), queue: server.address }))
    await until(() => first.log().some(({ step, msg }) => step === 'part' && msg === 'done'))
    await first.end()
    expect(first.log().filter(({ msg }) => msg === 'began')).toHaveLength(
      first.log().filter(({ msg }) => msg === 'done').length,
    )
    expect(first.log().at(-1)).toMatchObject({ msg: 'worker ended', failures: 0 })
    await startWorker(server.address)
    await watchRun(server.address, run)
    expect(await sales.forecasts('graceful')).toEqual(sales.expected)
  })

  it('leave no more finished jobs in the queue than are to be kept', async () => {
    const { server, sales } = used
    await startWorker(server.address)
    const run = await submitJob(sales.job({ out: sales.in('kept'), queue: server.address }), {
      keep: { age: 3600, count: 5 },
    })
    await watchRun(server.address, run)
    await queuesAt(server.address, async ({ parts }) => {
      expect(await parts.getCompletedCount()).toBe(5)
    })
  })

  it('tell Prometheus what they do', async () => {
    const { server, sales } = used
    const port = await freePort()
    const worker = await startWorker(server.address, { metrics: `:${port}` })
    const metric = async (name: string) => {
      const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
      return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1])
    }
    expect(worker.log()[0]).toMatchObject({ metrics: `127.0.0.1:${port}` })
    expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('ok\n')
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
    expect(await metric('gatecast_parts_total')).toBe(0)
    await forecastByQueue(sales.job({ source: sales.in('bad.csv'), out: sales.in('metrics'), queue: server.address }))
    expect(await metric('gatecast_parts_total')).toBe(30)
    expect(await metric('gatecast_series_total')).toBe(seriesCount)
    expect(await metric('gatecast_rows_total')).toBe(seriesCount * horizon)
    expect(await metric('gatecast_series_failed_total')).toBe(1)
    expect(await metric('gatecast_part_seconds_count')).toBe(30)
    expect(await metric('gatecast_parts_current')).toBe(0)
    expect(await metric('gatecast_part_memory_bytes')).toBeGreaterThan(1e7)
    expect(await metric('process_resident_memory_bytes')).toBeGreaterThan(1e7)
    const wrong = sales.job({ horizon: 3, out: sales.in('wrong'), queue: server.address })
    await expect(forecastByQueue(wrong)).rejects.toThrow()
    expect(await metric('gatecast_failures_total\\{step="prepare"\\}')).toBe(1)
  })
})
