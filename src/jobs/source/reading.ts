import { defined } from '../../base/defined.ts'
import type { Reading } from '../../files/index.ts'
import { type Notation, notationNames } from '../../series/notation/notation.ts'
import { asRead } from '../columns/several_targets.ts'
import type { Job } from '../job/job.ts'

/** The roles of columns and the formats of values, as `Tables` takes them. */
export function readingOf(job: Job): Reading {
  const { layout, columns, frequency, calendar, timeZone, timeFormat, duplicates, future, holidays } = job
  const { target, ...roles } = columns
  return {
    ...{ layout, ...roles, ...asRead(target), timeZone, timeFormat, ...notationOf(job), duplicates },
    ...defined({ frequency, calendar, future, holidays }),
  }
}

/** The options of a job that say how its numbers are written. */
export const notationOf = (given: Notation): Notation =>
  defined(Object.fromEntries(notationNames.map((name) => [name, given[name]])))
