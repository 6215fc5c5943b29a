// Jobs on a queue, which workers on many machines share. BullMQ is loaded when one of these functions is called. If `queue`
// is undefined, its address is that of the environment variable GATECAST_QUEUE.
//
//   submitJob(job, { force?, keep? })                      -> id of the run, which follows from the output
//   watchRun(queue, run, { onEvent?, signal? })            -> RunReport, like runJob
//   forecastByQueue(job, { force?, onEvent?, signal? })    -> RunReport: submitJob, then watchRun
//   work(queue, { concurrency?, rate?, metrics?, signal?, log? }) -> WorkReport, after the signal was aborted
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
export { type WorkOptions, work } from './worker/work.ts'
export type { WorkReport } from './worker/work_report.ts'
