import type { Queue } from 'bullmq'
import type { JobEvent } from '../events.ts'
import type { FoundRun } from './store/find_run.ts'
import type { PartResult } from './store/run_data.ts'
import type { StepProgress } from './worker/report_progress.ts'

/** Lines that the steps of a run have logged, by step. */
export type Notes = ReadonlyMap<string, string[]>

export async function notesOf(runs: Queue, { train, record, collect }: FoundRun): Promise<Notes> {
  const notes = new Map<string, string[]>()
  for (const step of [train, record, collect]) if (step?.id) notes.set(step.id, (await runs.getJobLogs(step.id)).logs)
  return notes
}

/** Says each thing once, as the embedded run would. */
export class Teller {
  private generation = ''
  private stage = ''
  private progress = ''
  private readonly said = new Map<string, number>()
  private readonly parts = new Set<number>()
  private readonly workers: string[] = []
  private readonly onEvent: (event: JobEvent) => void

  constructor(onEvent: (event: JobEvent) => void) {
    this.onEvent = onEvent
  }

  tell({ data, record, train, collect, results, status }: FoundRun, notes: Notes): void {
    if (data.generation !== this.generation) {
      this.generation = data.generation
      this.parts.clear()
      this.said.clear()
    }
    const at = status.state === 'training' ? train : status.state === 'preparing' ? record : collect
    for (const result of results) this.tellPart(result)
    const { done, total } = status.series
    if (collect && total > 0) this.tellProgress({ stage: 'forecast', done, total, unit: 'series' })
    if (typeof at?.progress === 'object') this.tellProgress(at.progress as StepProgress)
    for (const [step, lines] of notes) {
      for (const text of lines.slice(this.said.get(step) ?? 0)) this.onEvent({ type: 'note', text })
      this.said.set(step, lines.length)
    }
  }

  private tellPart(result: PartResult): void {
    if (this.parts.has(result.part)) return
    this.parts.add(result.part)
    if (!this.workers.includes(result.worker)) this.workers.push(result.worker)
    const { part, series, rows, seconds } = result
    for (const bad of result.bad) this.onEvent({ type: 'bad', ...bad })
    this.onEvent({ type: 'part', part, series, rows, seconds, worker: this.workers.indexOf(result.worker) })
  }

  private tellProgress({ stage, done, total, unit }: StepProgress): void {
    if (stage !== this.stage) this.onEvent({ type: 'stage', stage })
    this.stage = stage
    const said = `${stage} ${done} ${total}`
    if (done === undefined || total === undefined || unit === undefined || said === this.progress) return
    this.progress = said
    this.onEvent({ type: 'progress', stage, done, total, unit })
  }
}
