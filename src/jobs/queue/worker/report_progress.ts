import type { SandboxedJob } from 'bullmq'
import type { JobEvent } from '../../events.ts'
import type { StepProgress } from '../store/run_data.ts'

/** Milliseconds between two reports of progress: each one is a command to the queue. */
const interval = 500

/** Makes a function that writes events into the progress and the log of a step. */
export function reporterFor(job: SandboxedJob): (event: JobEvent) => void {
  let last = 0
  // The messages fail if the worker has ended, which also ends this process.
  const ignoreFailure = (sent: unknown) => void Promise.resolve(sent).catch(() => {})
  const report = (progress: StepProgress) => ignoreFailure(job.updateProgress({ ...progress }))
  const log = (line: string) => ignoreFailure(job.log(line))
  return (event) => {
    if (event.type === 'note') log(event.text)
    else if (event.type === 'stage') report({ stage: event.stage })
    else if (event.type === 'bad') log(`${event.id}: ${event.reason} (fallback: ${event.fallback})`)
    else if (event.type === 'progress') {
      const { stage, done, total, unit } = event
      const now = performance.now()
      if (now - last < interval && done < total) return
      last = now
      report({ stage, done, total, unit })
    }
  }
}
