// The error for a source in which rows repeat: no columns tell the rows of one time apart.

import { GatecastError } from '../../base/error.ts'
import type { SourceEvidence } from '../../files/index.ts'
import type { Column } from './column.ts'
import { inOrder, joinAdvice } from './find_time.ts'
import { flagFor } from './names.ts'

/** The parts of a job and of its source that the search for the series uses. */
export interface SeriesSearch {
  readonly time: readonly string[]
  /** All columns of the source. */
  readonly columns: readonly Column[]
  /** The columns without a role. */
  readonly free: readonly Column[]
  readonly evidence: SourceEvidence
  readonly timeZone: string
  /** The job merges rows that repeat. */
  readonly mergesRows: boolean
}

/** @param rivals - sets of columns that tell rows apart, perhaps by chance: their names do not say that they name series */
export async function rowsRepeat(
  candidates: readonly Column[],
  rivals: readonly (readonly string[])[],
  search: SeriesSearch,
): Promise<GatecastError> {
  const { time, evidence, columns, mergesRows } = search
  const best = await bestSet(candidates, search)
  const parts = await partsThatHelp(best, search)
  const { rows, pairs, example } = await evidence.repeats(time, best)
  const within = best.map((name, at) => ` and ${name} "${example?.cells[at]}"`).join('')
  const found = `Expected one row for each time of a series, got several for ${time.join(' ')} "${example?.time}"${within}: ${rows} rows have ${pairs} different ${['times', ...best].join(' and ')}`
  const guesses = [...(best.length ? [best] : []), ...rivals].map((set) => flagFor('--series', set))
  const advice = [
    ...(parts.length ? [joinAdvice(columns, [...time, ...parts])] : []),
    `name the columns that tell series apart with --series${guesses.length ? `, for example ${guesses.join(' or ')}` : ''}`,
    `merge rows that repeat with --duplicates sum, mean, first or last`,
    ...(mergesRows ? ['use --series none if all rows are one series'] : []),
  ]
  const text = advice.join('; or ')
  return new GatecastError('ERR_JOB', `${found}. ${text[0].toUpperCase()}${text.slice(1)}`)
}

/** Adds columns as long as they make rows different: with these, the fewest rows repeat. */
async function bestSet(candidates: readonly Column[], { time, evidence }: SeriesSearch): Promise<string[]> {
  const best: string[] = []
  let most = (await evidence.repeats(time, [])).pairs
  for (const _ of candidates) {
    const found = await Promise.all(
      candidates
        .filter(({ name }) => !best.includes(name))
        .map(async ({ name }) => ({ name, pairs: (await evidence.repeats(time, [...best, name])).pairs })),
    )
    const next = found.reduce((a, b) => (b.pairs > a.pairs ? b : a))
    if (next.pairs <= most) break
    best.push(next.name)
    most = next.pairs
  }
  return best
}

/** Columns with a part of a time that make more rows different, for example an hour beside a date. */
async function partsThatHelp(best: readonly string[], { time, free, evidence }: SeriesSearch): Promise<string[]> {
  const parts = inOrder(free.filter(({ part }) => part === 'hour' || part === 'minute'))
  if (parts.length === 0) return []
  const [before, after] = await Promise.all([best, [...parts, ...best]].map((set) => evidence.repeats(time, set)))
  return after.pairs > before.pairs ? parts : []
}
