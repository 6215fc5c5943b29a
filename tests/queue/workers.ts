// Starts workers as they run in production: each is a process of its own, which ends by itself or by a signal.

import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { WorkOptions } from '../../src/jobs/index.ts'

const jobs = new URL('../../dist/js/jobs.js', import.meta.url)

export interface WorkerProcess {
  readonly pid: number
  /** The lines of JSON that the worker has logged so far. */
  log(): Record<string, unknown>[]
  /** Process ids of the worker's child processes. */
  children(): number[]
  /** Sends the signal (default SIGTERM) and waits until the worker has ended. */
  end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

const all = new Set<WorkerProcess>()

/** Starts a worker; resolves when the worker takes jobs. */
export async function startWorker(
  queue: string,
  options: Omit<WorkOptions, 'signal' | 'log'> = {},
): Promise<WorkerProcess> {
  const script = `
    import { openLog, work } from ${JSON.stringify(jobs.href)}
    const controller = new AbortController()
    process.on('SIGTERM', () => controller.abort())
    await work(undefined, { ...${JSON.stringify({ lostAfter: 2, concurrency: 2, ...options })}, signal: controller.signal, log: await openLog({ level: 'debug' }) })
  `
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, GATECAST_QUEUE: queue },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (piece) => {
    text += piece
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const worker: WorkerProcess = {
    pid: child.pid as number,
    log: () => linesOf(text),
    children: () => childrenOf(child),
    async end(signal = 'SIGTERM') {
      all.delete(worker)
      child.kill(signal)
      await ended
    },
  }
  all.add(worker)
  await until(() => {
    if (child.exitCode !== null) throw new Error(`Expected a worker to start, got:\n${text}`)
    return text.includes('worker started')
  })
  return worker
}

export async function endWorkers(): Promise<void> {
  await Promise.all([...all].map((worker) => worker.end('SIGKILL')))
}

function linesOf(text: string): Record<string, unknown>[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line)]
    } catch {
      return []
    }
  })
}

function childrenOf({ pid }: ChildProcess): number[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return processes.filter((name) => parentOf(name) === pid).map(Number)
}

function parentOf(process: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // The process has ended since the folder was read.
    return undefined
  }
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  for (
    const deadline = Date.now() + 1000 * seconds;
    !(await holds());
    await new Promise((next) => setTimeout(next, 50))
  )
    if (Date.now() > deadline) throw new Error(`Expected ${holds} within ${seconds} s`)
}
