// Threads and processes that end in the middle of a call, work that is repeated, and work at the same time.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { tally } from '../setup/tally.ts'

const script = fileURLToPath(new URL('./lifetime/long_call.mjs', import.meta.url))
const rounds = Number(process.env.GATECAST_ROUNDS ?? 2000)
const calls = ['fit', 'predict', 'local', 'read', 'features'] as const

async function started(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  for await (const line of lines) {
    if (line === 'started') break
    throw new Error(`Expected the call to run, got ${line}`)
  }
  return child
}

async function endOf(child: ChildProcess): Promise<{ code: unknown; signal: unknown; after: number }> {
  const start = performance.now()
  const [code, signal] = await once(child, 'exit')
  return { code, signal, after: performance.now() - start }
}

/**
 * A thread that is ended in the middle of a query of DuckDB waits for the whole query, and DuckDB's own addon may then end the
 * process. Nothing of this library runs in such a thread any more, so the call has to be stopped by its signal before.
 */
const inThreads: readonly string[] = calls.filter((name) => name !== 'read')

describe.for(calls)('in the middle of %s', (name) => {
  it('process.exit ends the process with its code', async () => {
    for (const after of ['0', '37', '180']) {
      const { code, signal } = await endOf(await started([script, name, after, 'exit']))
      expect({ code, signal }).toEqual({ code: 7, signal: null })
    }
  })

  it.for(['SIGTERM', 'SIGINT'] as const)('%s ends the process', async (kind) => {
    const child = await started([script, name])
    child.kill(kind)
    const { signal } = await endOf(child)
    expect(signal).toBe(kind)
  })

  it.runIf(inThreads.includes(name))('a worker thread can be ended, and the process goes on', async () => {
    for (const after of [0, 50, 200]) {
      const worker = new Worker(script, { workerData: [name] })
      const [message] = await once(worker, 'message')
      expect(message).toBe('started')
      await sleep(after)
      await worker.terminate()
    }
  })
})

describe('DuckDB in worker threads', () => {
  it('a read that was stopped by its signal, and closed, leaves a thread that can be ended', async () => {
    for (const after of [0, 200, 1000]) {
      const worker = new Worker(script, { workerData: ['read'] })
      await once(worker, 'message')
      await sleep(after)
      worker.postMessage('stop')
      expect(await once(worker, 'message')).toEqual([expect.stringMatching(/^failed: .*abort/i)])
      await worker.terminate()
    }
  })

  it('the threads of this library never load it', async () => {
    const modules = [new URL('../../dist/js/worker.js', import.meta.url)]
    for (const module of modules) {
      const text = await readFile(module, 'utf8')
      expect(text).not.toContain('@duckdb')
      for (const [, name] of text.matchAll(/\bfrom "(\.[^"]+)"/g)) {
        const next = new URL(name, module)
        if (!modules.some(({ href }) => href === next.href)) modules.push(next)
      }
    }
    expect(modules.length).toBeGreaterThan(2)
  })
})

it('SIGTERM ends the process while the JS thread is busy with a synchronous call', async () => {
  const child = await started([script, 'busy'])
  child.kill('SIGTERM')
  expect(await endOf(child)).toMatchObject({ signal: 'SIGTERM' })
})

/** Runs a script of the folder and reads the JSON that it prints. */
async function printed(name: string, ...args: string[]) {
  const path = fileURLToPath(new URL(`./lifetime/${name}.mjs`, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', path, ...args])
  return JSON.parse(stdout)
}

describe.for([
  // A model has a quarter of a megabyte: fifty that stay are 12 MB.
  { what: 'models', count: rounds, slow: 20, name: 'models that are made, used once and dropped' },
  { what: 'steps', count: 100 * rounds, slow: 0.1, name: 'steps of a stream' },
  { what: 'jobs', count: 24, slow: 5000, name: 'jobs' },
] as const)('repeated $what', ({ what, count, slow, name }) => {
  it(
    `leave memory, files, threads and timers as they were: ${name}`,
    async () => {
      const { before, after } = await printed('repeat', what, `${count}`)
      tally('inputs', count)
      tally('growth', after.memory - before.memory)
      expect(after.memory).toBeLessThan(before.memory + 24)
      // A call that begins before the thread of the one before it waits again takes one more, which then stays for others.
      expect(after.threads).toBeLessThanOrEqual(before.threads + 2)
      expect(after.files).toBeLessThanOrEqual(before.files)
      expect(after.resources).toBeLessThanOrEqual(before.resources)
    },
    // Each round has ten times as long as it needs when the machine has nothing else to do.
    120_000 + slow * count,
  )
})

it('denormals cost less than a fifth more processor time', async () => {
  const figures: Record<string, { ratio: number }> = await printed('denormals')
  expect(Object.keys(figures)).toEqual(['matmul', 'fit', 'softmax'])
  for (const { ratio } of Object.values(figures)) expect(ratio).toBeLessThan(1.2)
})

describe('at the same time', () => {
  it('two copies of the package with their own addons give the same bits', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatecast-copy-'))
    try {
      const { differ, forecasts } = await printed('two_copies', folder)
      expect(differ).toBe(true)
      expect(forecasts[1]).toEqual(forecasts[0])
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('three equal fits share the threads: when one ends, the others have done half of their epochs', async () => {
    const { epochs, done } = await printed('fair_fits')
    expect(Math.max(...done)).toBe(epochs)
    expect(Math.min(...done)).toBeGreaterThanOrEqual(epochs / 2)
  })
})
