// The child process of a queue worker: does one step after another, and keeps tables and model open between parts. Work in
// the worker's own event loop would hold up the renewal of its locks, and others would take its jobs for lost.

import type { SandboxedJob } from 'bullmq'
import type { RunOptions } from '../../events.ts'
import { collect } from '../steps/collect.ts'
import { part } from '../steps/part.ts'
import { prepare } from '../steps/prepare.ts'
import { train } from '../steps/train.ts'
import { toFailure } from '../store/failure.ts'
import { reporterFor } from './report_progress.ts'

const steps: Record<string, (job: SandboxedJob, run: Required<RunOptions>) => Promise<unknown>> = {
  ...{ train, prepare, part, collect },
}

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

/** BullMQ's signal is of a class of its own. */
function nativeSignal(): { signal: AbortSignal; abort: (reason: unknown) => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) }
}

// Without its parent nobody hears what becomes of the step: another worker will do it. Not by process.exit, which waits
// for libuv's threads: one of them may be in DuckDB, asking this thread for rows.
const end = () => process.kill(process.pid, 'SIGKILL')
process.on('disconnect', end)
// The worker may have gone while this file was loaded; BullMQ would then tell nobody of its failure for ever.
if (!process.connected) end()
