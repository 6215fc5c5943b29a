import type { SandboxedJob } from 'bullmq'
import type { JobEvent, Stage } from '../../events.ts'

/** What a step is at, as boards show it and {@link watchRun} reads it. */
export interface StepProgress {
  stage: Stage
  done?: number
  total?: number
  unit?: string
}

/** Milliseconds between two reports of progress: each is a command to the queue. */
const interval = 500

/** Turns events into the progress and the log of a job. */
export function reporterFor(job: SandboxedJob): (event: JobEvent) => void {
  let last = 0
  // A parent that has gone takes its messages with it.
  const quietly = (sent: unknown) => void Promise.resolve(sent).catch(() => {})
  const say = (progress: StepProgress) => quietly(job.updateProgress({ ...progress }))
  const log = (line: string) => quietly(job.log(line))
  return (event) => {
    if (event.type === 'note') log(event.text)
    else if (event.type === 'stage') say({ stage: event.stage })
    else if (event.type === 'bad') log(`${event.id}: ${event.reason} (fallback: ${event.fallback})`)
    else if (event.type === 'progress') {
      const { stage, done, total, unit } = event
      const now = performance.now()
      if (now - last < interval && done < total) return
      last = now
      say({ stage, done, total, unit })
    }
  }
}
