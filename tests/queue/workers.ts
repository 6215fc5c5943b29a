// Workers as they run on machines: processes of their own, which end by themselves or by a signal.

import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { WorkOptions } from '../../src/jobs/index.ts'

const jobs = new URL('../../dist/js/jobs.js', import.meta.url)

export interface WorkerProcess {
  readonly pid: number
  /** What it wrote, as lines of JSON. */
  log(): Record<string, unknown>[]
  /** Ids of its child processes. */
  children(): number[]
  /** Asks it to end, or ends it. */
  end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

const all = new Set<WorkerProcess>()

/** Resolves when it takes jobs. */
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
    // It has ended meanwhile.
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
