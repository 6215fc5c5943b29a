import type { Job } from 'bullmq'

/**
 * Has the log and the progress of a job written one after another, and their failures ignored. On PostgreSQL two lines at
 * once would get the same number, of which one is refused; and BullMQ fails a job whose reports fail, with its child process
 * still at work.
 */
export function calmReports(job: Job): void {
  const log = job.log.bind(job)
  const updateProgress = job.updateProgress.bind(job)
  let last: Promise<unknown> = Promise.resolve()
  const after = <Result>(report: () => Promise<Result>, instead: Result): Promise<Result> => {
    const result = last.then(report).catch(() => instead)
    last = result
    return result
  }
  job.log = (line) => after(() => log(line), 0)
  job.updateProgress = (progress) => after(() => updateProgress(progress), undefined)
}
