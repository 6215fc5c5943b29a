import type { Job, Worker } from 'bullmq'
import type { Queues } from '../store/connection.ts'
import type { PartData, RunData } from '../store/run_data.ts'

/** Milliseconds between two looks at the runs whose steps are at work. */
const interval = 1000

/** Stops steps of runs that were cancelled or submitted again: a queue cannot stop a step that a worker has. */
export class CancelWatch {
  readonly #active = new Map<string, { job: Job<PartData>; worker: Worker }>()
  readonly #timer: NodeJS.Timeout
  readonly #queues: Queues

  constructor(queues: Queues) {
    this.#queues = queues
    this.#timer = setInterval(() => void this.#look(), interval)
  }

  follow(worker: Worker): void {
    worker.on('active', (job) => {
      if (!job.id) return
      this.#active.set(job.id, { job, worker })
      void this.#look()
    })
    const forget = (job: Job | undefined) => void (job?.id && this.#active.delete(job.id))
    worker.on('completed', forget)
    worker.on('failed', forget)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    const jobs = [...this.#active.values()]
    try {
      for (const run of new Set(jobs.map(({ job }) => job.data.run))) {
        const record: Job<RunData> | undefined = await this.#queues.runs.getJob(run)
        if (!record) continue
        const { isCancelled, generation } = record.data
        for (const { job, worker } of jobs)
          if (job.data.run === run && (isCancelled || job.data.generation !== generation))
            worker.cancelJob(job.id as string, isCancelled ? 'cancelled' : 'the run was submitted again')
      }
    } catch {
      // The queue does not answer: the next look finds out.
    }
  }
}
