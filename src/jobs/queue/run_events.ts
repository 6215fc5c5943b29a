import type { Queue } from 'bullmq'
import type { JobEvent } from '../events.ts'
import type { FoundRun } from './store/find_run.ts'
import type { PartResult, StepProgress } from './store/run_data.ts'

/** The lines that the steps of a run have logged, by the id of the step. */
export type StepLogs = ReadonlyMap<string, string[]>

export async function logsOf(runs: Queue, { train, record, collect }: FoundRun): Promise<StepLogs> {
  const logs = new Map<string, string[]>()
  for (const step of [train, record, collect]) if (step?.id) logs.set(step.id, (await runs.getJobLogs(step.id)).logs)
  return logs
}

/** Emits each event of a run once, as a run without a queue does, from what the queue shows at each look. */
export class RunEvents {
  #generation = ''
  #stage = ''
  #progress = ''
  /** Number of lines that were emitted, by step. */
  readonly #emitted = new Map<string, number>()
  readonly #parts = new Set<number>()
  readonly #workers: string[] = []
  readonly #onEvent: (event: JobEvent) => void

  constructor(onEvent: (event: JobEvent) => void) {
    this.#onEvent = onEvent
  }

  /** Emits events for the progress, parts and log lines that are new since the last call. */
  emit({ data, record, train, collect, results, status }: FoundRun, logs: StepLogs): void {
    if (data.generation !== this.#generation) {
      this.#generation = data.generation
      this.#parts.clear()
      this.#emitted.clear()
    }
    const step = status.state === 'training' ? train : status.state === 'preparing' ? record : collect
    for (const result of results) this.#emitPart(result)
    const { done, total } = status.series
    if (collect && total > 0) this.#emitProgress({ stage: 'forecast', done, total, unit: 'series' })
    if (typeof step?.progress === 'object') this.#emitProgress(step.progress as StepProgress)
    for (const [id, lines] of logs) {
      for (const text of lines.slice(this.#emitted.get(id) ?? 0)) this.#onEvent({ type: 'note', text })
      this.#emitted.set(id, lines.length)
    }
  }

  #emitPart(result: PartResult): void {
    if (this.#parts.has(result.part)) return
    this.#parts.add(result.part)
    if (!this.#workers.includes(result.worker)) this.#workers.push(result.worker)
    const { part, series, rows, seconds } = result
    for (const bad of result.bad) this.#onEvent({ type: 'bad', ...bad })
    this.#onEvent({ type: 'part', part, series, rows, seconds, worker: this.#workers.indexOf(result.worker) })
  }

  #emitProgress({ stage, done, total, unit }: StepProgress): void {
    if (stage !== this.#stage) this.#onEvent({ type: 'stage', stage })
    this.#stage = stage
    const progress = `${stage} ${done} ${total}`
    if (done === undefined || total === undefined || unit === undefined || progress === this.#progress) return
    this.#progress = progress
    this.#onEvent({ type: 'progress', stage, done, total, unit })
  }
}
