// The child process of a queue worker: it runs one step after another, and keeps tables and model open between parts. In
// the event loop of the worker a step would delay the renewal of its locks, and the queue would take the worker for lost.

import type { SandboxedJob } from 'bullmq'
import { toFailure } from '../store/failure.ts'
import { reporterFor } from './report_progress.ts'
import { steps } from './steps.ts'

export default async function processor(job: SandboxedJob, _token: string, cancelled: AbortSignal): Promise<unknown> {
  const { signal, abort } = nativeSignal()
  const stop = () => abort(cancelled.reason)
  cancelled.addEventListener('abort', stop)
  try {
    return await steps[job.name](job, { signal, onEvent: reporterFor(job) })
  } catch (error) {
    throw toFailure(error)
  } finally {
    cancelled.removeEventListener('abort', stop)
  }
}

/** BullMQ's signal is not an instance of Node's AbortSignal. */
function nativeSignal(): { signal: AbortSignal; abort: (reason: unknown) => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) }
}

// Ends this process when its worker has ended: nothing could take the result, and another worker will run the step.
// process.exit would wait for the threads of libuv, and one of them may be in DuckDB and wait for rows of this thread.
const end = () => process.kill(process.pid, 'SIGKILL')
process.on('disconnect', end)
// The worker may have ended while this file was loaded. BullMQ would then never report a failure of this process.
if (!process.connected) end()
