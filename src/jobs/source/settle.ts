// Settles a job: one look at its source fills in what the job leaves open.

import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { checkSignal } from '../../base/abort.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { type SourcePart, Tables } from '../../files/index.ts'
import { type Notation, notationNames } from '../../series/notation/notation.ts'
import { findColumns } from '../columns/find_columns.ts'
import { hintsFor } from '../columns/hints.ts'
import type { RunOptions } from '../events.ts'
import type { Job, JobDraft, SettledJob } from '../job/job.ts'
import { checkKnown } from './check_ahead.ts'
import { readingOf } from './reading.ts'
import { samplePanel } from './sample_panel.ts'

export interface SettleOptions extends RunOptions {
  /** The job names all columns that it uses. Default: columns that it does not name are found in the source. */
  hasColumns?: boolean
}

/** The frequency is inferred from the times of this number of series: a single series may be short or have gaps. */
const seriesForFrequency = 20

/** Number of parts of the source that these series come from. It is small: each part needs a query for its ids. */
const blocksForFrequency = 4

/**
 * Opens the source of a job, finds its columns, counts series and rows by parts, and infers the frequency. Every step of
 * a job works on the result.
 *
 * @param draft - the job as it was read
 * @param options - signal, events, and whether the columns are complete
 * @returns the settled job; dispose it to close its tables
 * @throws {GatecastError} `ERR_JOB` if something is missing that cannot be found, `ERR_DATA` if the source has no series;
 * the errors of reading
 */
export async function settle(draft: JobDraft, options: SettleOptions = {}): Promise<SettledJob> {
  const { source, horizon } = checkComplete(draft)
  checkSignal(options.signal)
  const tables = await Tables.open({ threads: availableParallelism() })
  try {
    const columns = await columnsOf({ ...draft, source, horizon }, tables, options)
    return await survey({ ...draft, source, horizon, columns }, tables, options)
  } catch (error) {
    await tables.close()
    throw error
  }
}

function checkComplete({ source, horizon }: JobDraft): Pick<Job, 'source' | 'horizon'> {
  if (!source)
    throw new GatecastError(
      'ERR_JOB',
      'Expected a source, got none. Name a file on the command line, or write source: in the job file',
    )
  if (horizon === undefined)
    throw new GatecastError(
      'ERR_JOB',
      'Expected a horizon, the number of steps to forecast, got none. Use --horizon, or write horizon: in the job file',
    )
  return { source, horizon }
}

async function columnsOf(
  draft: JobDraft & Pick<Job, 'source' | 'horizon'>,
  tables: Tables,
  { hasColumns, onEvent }: SettleOptions,
): Promise<Job['columns']> {
  const { source, future, horizon, columns: given } = draft
  const { time, target } = given
  if (hasColumns && time !== undefined && target !== undefined) return { ...given, time, target }
  const evidence = await tables.evidence(source, notationOf(draft))
  const { columns, notes, unused } = await findColumns(draft, evidence)
  const ahead = future && (await tables.columns(future)).map(({ name }) => name)
  if (ahead) checkKnown(columns, ahead)
  const hints = unused.length ? await hintsFor({ columns, unused, horizon, future: ahead }, evidence) : []
  for (const text of [...notes, ...hints]) onEvent?.({ type: 'note', text })
  return columns
}

/** The options that say how numbers are written. */
const notationOf = (given: Notation): Notation =>
  defined(Object.fromEntries(notationNames.map((name) => [name, given[name]])))

async function survey(given: Job, tables: Tables, { signal, onEvent }: RunOptions): Promise<SettledJob> {
  onEvent?.({ type: 'stage', stage: 'survey' })
  const { parts, nameless, clustered, categorical } = await tables.parts(
    given.source,
    readingOf(given),
    given.partitionSeries,
  )
  checkSignal(signal)
  if (nameless > 0)
    onEvent?.({ type: 'note', text: `left out: ${nameless.toLocaleString('en')} rows that name no series` })
  if (parts.length === 0) throw new GatecastError('ERR_DATA', 'Expected at least one series in the source, got no rows')
  // A covariate that holds a text anywhere is a category everywhere, also in a sample in which it has only digits.
  const columns = { ...given.columns, categorical: [...new Set([...given.columns.categorical, ...categorical])] }
  const surveyed = {
    ...{ tables, parts, total: totalOf(parts), isClustered: clustered, fingerprint: fingerprintOf(parts) },
    [Symbol.asyncDispose]: () => tables.close(),
  }
  const job = { ...given, columns }
  if (job.frequency !== undefined) return { ...surveyed, job: { ...job, frequency: job.frequency } }
  const sample = await samplePanel({ ...surveyed, job }, seriesForFrequency, {}, blocksForFrequency)
  const frequency = sample.frequency.text
  onEvent?.({ type: 'note', text: `frequency: ${frequency}` })
  return { ...surveyed, job: { ...job, frequency } }
}

const totalOf = (parts: readonly SourcePart[]): SettledJob['total'] => ({
  series: parts.reduce((sum, { series }) => sum + series, 0),
  rows: parts.reduce((sum, { rows }) => sum + rows, 0),
})

/** The digest of a part is a sum over its series, so the sum over all parts does not depend on where they are cut. */
function fingerprintOf(parts: readonly SourcePart[]): string {
  const { series, rows } = totalOf(parts)
  const digest = parts.reduce((sum, part) => sum + BigInt(part.digest), 0n)
  return createHash('sha256')
    .update(JSON.stringify([parts[0].from, parts[parts.length - 1].to, series, rows, `${digest}`]))
    .digest('hex')
}
