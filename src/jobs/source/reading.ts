import type { Reading } from '../../files/index.ts'
import type { Job } from '../job/job.ts'

/** How a job's columns are read. */
export function readingOf(job: Job): Reading {
  const { layout, columns, frequency, timeZone, timeFormat, missing, duplicates, future } = job
  return {
    layout,
    ...columns,
    ...{ timeZone, timeFormat, missing, duplicates },
    ...(frequency !== undefined && { frequency }),
    ...(future && { future }),
  }
}
