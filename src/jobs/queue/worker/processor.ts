// The child process of a queue worker: it runs one step after another, and keeps tables and model open between parts. In
// the event loop of the worker a step would delay the renewal of its locks, and the queue would take the worker for lost.

import type { SandboxedJob } from 'bullmq'
import { endWithParent } from '../../parts/end_with_parent.ts'
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

// Nothing could take the result of a step whose worker has ended, and another worker will run the step.
endWithParent()
