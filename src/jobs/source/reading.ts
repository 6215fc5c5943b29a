import { defined } from '../../base/defined.ts'
import type { Reading } from '../../files/index.ts'
import type { Job } from '../job/job.ts'

/** The roles of columns and the formats of values, as `Tables` takes them. */
export function readingOf(job: Job): Reading {
  const { layout, columns, frequency, calendar, timeZone, timeFormat, missing, duplicates, future } = job
  return { layout, ...columns, timeZone, timeFormat, missing, duplicates, ...defined({ frequency, calendar, future }) }
}
