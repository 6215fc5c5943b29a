// Jobs on a queue, for many machines. Nothing of BullMQ is loaded before one of these is called. Where `queue` is
// undefined, the address is that of the environment variable GATECAST_QUEUE.
//
//   submitJob(job, { force?, keep? })                      -> id of the run, the same for the same output
//   watchRun(queue, run, { onEvent?, signal? })            -> RunReport, as of runJob
//   forecastByQueue(job, { force?, onEvent?, signal? })    -> RunReport: submitJob, then watchRun
//   work(queue, { concurrency?, rate?, metrics?, signal?, log? }) -> WorkReport, when the signal is aborted
//   queueStatus(queue, run?)                                  -> { workers, runs: RunStatus[] }
//   retryFailed(queue, run), cancelRun(queue, run)         -> void

export { cancelRun } from './cancel.ts'
export { forecastByQueue } from './forecast_by_queue.ts'
export { type QueueStatus, queueStatus } from './queue_status.ts'
export { retryFailed } from './retry.ts'
export type { RunState, RunStatus } from './store/find_run.ts'
export type { Keep } from './store/run_data.ts'
export { type SubmitOptions, submitJob } from './submit.ts'
export { watchRun } from './watch.ts'
export { type WorkOptions, type WorkReport, work } from './worker/work.ts'
