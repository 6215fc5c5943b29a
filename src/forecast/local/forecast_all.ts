// Forecasts many series by one method. It starts on the calling thread, in short turns between which the event loop
// runs. After 40 ms worker threads forecast the remaining series; each takes the next few series when it is free. Where
// one series takes long, as with `arima`, workers forecast all of them: the calling thread stays free.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
// biome-ignore lint/correctness/useImportExtensions: its types are in the .d.cts file next to it
import binaries from '../../addon/binaries.cjs'
import { type CallOptions, checkSignal, untilAbort } from '../../base/abort.ts'
import { type ErrorCode, GatecastError } from '../../base/error.ts'
import { atMostProcessors, processors } from '../../base/resources/processors.ts'
import { Turns } from '../../base/resources/turns.ts'
import { forecastSeries } from './forecast_series.ts'
import type { LocalForecast, LocalSeries, LocalTask } from './method.ts'
import { type LocalMethodName, methodOf, rehearsalOf } from './methods/index.ts'

/** The message to a worker: some series to forecast. */
export interface Job {
  kind: LocalMethodName
  task: LocalTask
  /** Index, among all series of the call, of the first series of this message. */
  first: number
  series: LocalSeries[]
}
/** The message from a worker: the forecasts of a job, or the error. */
export type Answer =
  | { first: number; forecasts: LocalForecast[] }
  | { error: { code: ErrorCode | undefined; message: string } }

/** Milliseconds before workers start. Starting them does not pay off for shorter work. */
const patience = 40

/**
 * Forecasts all series, in their order. The result does not depend on the number of threads.
 *
 * @throws {GatecastError} `ERR_DATA` if the method cannot forecast a series, `ABORT_ERR`
 */
export async function forecastAll(
  kind: LocalMethodName,
  series: readonly LocalSeries[],
  task: LocalTask,
  options: CallOptions,
): Promise<LocalForecast[]> {
  checkSignal(options.signal)
  const done: LocalForecast[] = []
  const start = performance.now()
  const turns = new Turns(options.signal)
  const script = workerScript()
  const canHelp = script !== undefined && (options.threads ?? processors()) > 1
  const first = script !== undefined && takesLong(kind, series) ? script : undefined
  if (first !== undefined) return byWorkers(first, kind, series, task, options)
  while (done.length < series.length) {
    done.push(forecastSeries(methodOf(kind), series[done.length], task, rehearsalOf(kind)))
    if (!turns.isOver) continue
    await turns.next()
    if (canHelp && performance.now() - start > patience) break
  }
  if (script === undefined || done.length === series.length) return done
  return [...done, ...(await byWorkers(script, kind, series.slice(done.length), task, options))]
}

/** Rows from which one series takes about 50 ms: longer than starting a worker, and than a thread may be held. */
const long: Partial<Record<LocalMethodName, number>> = {
  ...{ arima: 60, ar: 1000, ets: 1500, mstl: 1500, levelShape: 1500, theta: 4000 },
  ...{ croston: 10_000, tsb: 10_000, imapa: 10_000, adida: 10_000 },
}
/** Rows from which a regression, and any other method, takes so long. */
const [longRegression, longOther] = [1000, 100_000]

/** Whether one of the series takes so long that the calling thread should not do it. */
const takesLong = (kind: LocalMethodName, series: readonly LocalSeries[]): boolean =>
  series.some(
    ({ history, regressors }) =>
      history.length > (long[kind] ?? longOther) || (regressors !== undefined && history.length > longRegression),
  )

/**
 * The script of the package. Sources under test and bundles of users have none, and Node's permission model may deny
 * worker threads: then one thread forecasts all series.
 */
function workerScript(): string | undefined {
  if (process.permission?.has('worker') === false) return undefined
  const script = binaries.ownFolder === undefined ? undefined : join(binaries.ownFolder, 'worker.js')
  return script !== undefined && existsSync(script) ? script : undefined
}

async function byWorkers(
  script: string,
  kind: LocalMethodName,
  series: readonly LocalSeries[],
  task: LocalTask,
  { threads = processors(), signal }: CallOptions,
): Promise<LocalForecast[]> {
  const count = Math.min(atMostProcessors(threads), series.length)
  const size = Math.max(1, Math.min(64, Math.floor(series.length / (4 * count))))
  const forecasts = new Array<LocalForecast>(series.length)
  let next = 0
  // Workers do not get the flags of this process: with --input-type, for example, Node cannot run a file.
  const { Worker } = await import('node:worker_threads')
  checkSignal(signal)
  const start = () => new Worker(script, { execArgv: [] })
  const workers = Array.from({ length: count }, start)
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      const send = () => {
        if (next >= series.length) return resolve()
        // A history is a view of the column of all series, which a message would copy whole.
        const own = series.slice(next, next + size).map((one) => ({ ...one, history: one.history.slice() }))
        const job: Job = { kind, task, first: next, series: own }
        next += size
        // The worker gets the memory of these copies: to copy a million rows once more would hold the thread.
        worker.postMessage(
          job,
          own.map(({ history }) => history.buffer),
        )
      }
      worker.on('error', reject)
      worker.on('exit', () =>
        reject(new GatecastError('ERR_MEMORY', 'Expected an answer of the worker thread, got its exit')),
      )
      worker.on('message', (answer: Answer) => {
        if ('error' in answer) {
          const { code, message } = answer.error
          return reject(code ? new GatecastError(code, message) : new Error(message))
        }
        answer.forecasts.forEach((forecast, i) => {
          forecasts[answer.first + i] = forecast
        })
        send()
      })
      send()
    })
  // The call does not wait for the ends of the threads: Node takes many milliseconds to free their memory.
  try {
    await untilAbort(Promise.all(workers.map(work)), signal)
    return forecasts
  } finally {
    for (const worker of workers) void worker.terminate()
  }
}
