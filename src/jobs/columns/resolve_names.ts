// The columns that a job names, as the source has them.

import { listNames } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { didYouMean } from '../../base/nearest.ts'
import type { Job, JobDraft } from '../job/job.ts'

type Given = JobDraft['columns']

/** With this name for the column of series, all rows are one series. */
export const noSeries = 'none'

/**
 * Splits names at commas, unless a column of the source has the whole text as its name, and checks that the source has
 * the columns.
 *
 * @param place - gives the place where a role is written, for messages
 * @returns the columns, without `series: none`, and whether the job says that all rows are one series
 * @throws {GatecastError} `ERR_JOB` with the most similar name
 */
export function resolveNames(
  given: Given,
  layout: Job['layout'],
  all: readonly string[],
  place: (role: keyof Given) => string,
): { columns: Given; isOneSeries: boolean } {
  const namesIn = (role: keyof Given): string[] => {
    const names = given[role] === undefined ? [] : [given[role]].flat()
    return names.flatMap((name) => split(name, all)).map((name) => checked(name, place(role), all))
  }
  const oneOrSeveral = (names: string[]) => (names.length > 1 ? names : names[0])
  const isOneSeries = !all.includes(noSeries) && `${given.series}` === noSeries
  // In the wide layout, the names of series and target are those of the result.
  const own =
    layout === 'wide' ? defined({ series: given.series, target: oneOrSeveral([given.target ?? []].flat()) }) : undefined
  const { series: _, time: __, target, ...covariates } = given
  return {
    isOneSeries,
    columns: {
      ...covariates,
      known: namesIn('known'),
      observed: namesIn('observed'),
      static: namesIn('static'),
      categorical: namesIn('categorical'),
      ...defined({
        time: oneOrSeveral(namesIn('time')),
        target: own || target === undefined ? undefined : oneOrSeveral(namesIn('target')),
        series: own || isOneSeries ? undefined : oneOrSeveral(namesIn('series')),
      }),
      ...own,
    },
  }
}

/** The names in a text with commas, unless a column has the whole text as its name. */
export function split(text: string, all: readonly string[]): string[] {
  if (all.includes(text) || !text.includes(',')) return [text]
  return text
    .split(',')
    .map((name) => (all.includes(name) ? name : name.trim()))
    .filter((name) => name !== '')
}

function checked(given: string, place: string, all: readonly string[]): string {
  if (all.includes(given)) return given
  const trimmed = all.find((name) => name.trim() === given.trim())
  if (trimmed !== undefined) return trimmed
  throw new GatecastError(
    'ERR_JOB',
    `${place}: expected a column of the source, one of ${listNames(all)}, got "${given}"${didYouMean(given, all)}`,
  )
}
