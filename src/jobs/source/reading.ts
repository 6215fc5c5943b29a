import { defined } from '../../base/defined.ts'
import type { Reading } from '../../files/index.ts'
import type { Notation } from '../../series/notation/notation.ts'
import type { Job, JobDraft } from '../job/job.ts'

/** The roles of columns and the formats of values, as `Tables` takes them. */
export function readingOf(job: Job): Reading {
  const { layout, columns, frequency, calendar, timeZone, timeFormat, duplicates, future } = job
  return {
    ...{ layout, ...columns, timeZone, timeFormat, ...notationOf(job), duplicates },
    ...defined({ frequency, calendar, future }),
  }
}

/** How the numbers of a job are written. */
export const notationOf = ({
  missing,
  decimal,
  thousands,
  units,
}: Pick<JobDraft, 'missing' | 'decimal' | 'thousands' | 'units'>): Notation => ({
  missing,
  ...defined({ decimal, thousands, units }),
})
