// Threads and processes that end in the middle of a call.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('./lifetime/long_call.mjs', import.meta.url))
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

/** DuckDB's own addon ends the process if its thread is ended while a query runs: the call is stopped by its signal. */
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
