import type { Job } from 'bullmq'

/**
 * Changes a job so that its log and progress are written one after another, and so that failures to write them are
 * ignored. On PostgreSQL two lines that are written at once get the same number, and one is refused; and BullMQ fails a job
 * whose reports fail, although its child process is still at work.
 */
export function reportInOrder(job: Job): void {
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
