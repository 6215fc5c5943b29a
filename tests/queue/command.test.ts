import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useSandbox } from '../cli/command.ts'
import { freePort } from './servers.ts'
import { useQueue } from './use_queue.ts'
import { until } from './workers.ts'

describe.each(['redis', 'postgres'] as const)('the command with a queue on %s', { timeout: 120_000 }, (kind) => {
  const used = useQueue(kind)
  const sandbox = useSandbox()

  it('works, submits, prints the status, cancels and retries', async () => {
    const { address } = used.server
    const env = { GATECAST_QUEUE: address }
    const port = await freePort()
    const log = join(sandbox.path, 'worker.log')
    const worker = sandbox.start(`worker --queue ${address} --concurrency 1 --metrics ${port} --log ${log} --json`)
    await until(async () => (await readFile(log, 'utf8').catch(() => '')).includes('worker started'))
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)

    const job = {
      source: 'sales.csv',
      columns: { series: 'store' },
      horizon: 7,
      model: { kind: 'theta' },
      out: 'next.csv',
    }
    await writeFile(join(sandbox.path, 'job.yaml'), JSON.stringify(job))
    const ran = await sandbox.gatecast(`run job.yaml --queue ${address}`)
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('3 series, 21 forecasts') })
    // Each line of the log is printed once, also lines that were logged at the same time.
    for (const note of ['target: sales (--target)', 'time: date (--time)', 'frequency: d'])
      expect(ran.stderr.split('\n').filter((line) => line === note)).toHaveLength(1)
    const [, run] = /^run: (next-csv-\w+)$/m.exec(ran.stderr) ?? []
    const csv = await readFile(join(sandbox.path, 'next.csv'), 'utf8')
    expect(csv.split('\n')[0]).toBe('store,date,mean,q0.1,q0.5,q0.9,fallback')
    await sandbox.gatecast('run job.yaml --out alone.csv')
    expect(await readFile(join(sandbox.path, 'alone.csv'), 'utf8')).toBe(csv)

    const { stdout } = await sandbox.gatecast('status', env)
    expect(stdout).toMatch(/^1 worker\nnext-csv-\w+: done, 1 of 1 parts, 3 of 3 series, output .*next\.csv$/m)
    const status = JSON.parse((await sandbox.gatecast(`status ${run} --queue ${address} --json`)).stdout)
    expect(status).toMatchObject({ workers: 1, runs: [{ run, state: 'done' }] })
    expect((await sandbox.gatecast(`cancel ${run}`, env)).code).toBe(0)
    expect((await sandbox.gatecast(`retry ${run}`, env)).code).toBe(0)
    const unknown = await sandbox.gatecast('retry nothing', env)
    expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining('gatecast status lists the runs') })
    expect((await sandbox.gatecast('status', { GATECAST_QUEUE: '' })).code).toBe(2)
    expect((await sandbox.gatecast(`worker --queue ${address} --rate no`)).code).toBe(2)

    const ended = once(worker, 'exit')
    worker.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(await readFile(log, 'utf8')).toContain('worker ended')
  })
})
