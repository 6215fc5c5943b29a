// What every job begins with: a look at the source, and what the job does not say found out.

import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { checkSignal } from '../../base/abort.ts'
import { GatecastError } from '../../base/error.ts'
import { type IdRange, type Source, type SourceParts, Tables } from '../../files/index.ts'
import type { Panel } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import type { Job, JobDraft } from '../job/job.ts'
import { findColumns } from './find_columns.ts'
import { readGood } from './read_good.ts'
import { readingOf } from './reading.ts'

/** An open source, and the job with its columns. */
export interface Opened {
  readonly job: Job
  readonly tables: Tables
  readonly source: Source
}

/** A source that was looked at as a whole, and the job with nothing left open. */
export interface Prepared extends Opened {
  readonly job: Job & { frequency: string }
  readonly parts: SourceParts['parts']
  readonly total: { readonly series: number; readonly rows: number }
}

/**
 * Completes the columns of a job from its source, and does some work with it.
 *
 * @throws {GatecastError} `ERR_JOB` for what is missing and cannot be found out; what reading throws
 */
export async function withSource<Result>(
  draft: JobDraft,
  run: RunOptions,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const { source, horizon } = draft
  if (!source)
    throw new GatecastError('ERR_JOB', 'Expected a source, got none. Name a file, or write source: in the job file')
  if (horizon === undefined)
    throw new GatecastError(
      'ERR_JOB',
      'Expected a horizon, the number of steps to forecast, got none. Say --horizon, or horizon: in the job file',
    )
  checkSignal(run.signal)
  const tables = await Tables.open({ threads: availableParallelism() })
  try {
    const { columns, notes } = findColumns(draft.columns, draft.layout, await tables.head(source, looked))
    for (const text of notes) run.onEvent?.({ type: 'note', text })
    return await work({ job: { ...draft, source, horizon, columns }, tables, source })
  } finally {
    await tables.close()
  }
}

/** Rows that tell what a column of texts holds. */
const looked = 200

/** As {@link withSource}, with a look at all rows. */
export const withSurvey = <Result>(
  draft: JobDraft,
  run: RunOptions,
  work: (prepared: Prepared) => Promise<Result>,
): Promise<Result> => withSource(draft, run, async (opened) => work(await surveyed(opened, run)))

/** Series in a part that is looked at, always as many: the fingerprint of a source must not depend on the job. */
const piece = 4096

export async function surveyed({ job: given, tables, source }: Opened, run: RunOptions): Promise<Prepared> {
  run.onEvent?.({ type: 'stage', stage: 'survey' })
  const { parts, nameless, categorical } = await tables.parts(source, readingOf(given), piece)
  checkSignal(run.signal)
  if (nameless > 0)
    run.onEvent?.({ type: 'note', text: `${nameless.toLocaleString('en')} rows name no series: they are left out` })
  if (parts.length === 0) throw new GatecastError('ERR_DATA', 'Expected a series or more in the source, got no rows')
  // A sample that happens to have digits alone must not make numbers of what is a text elsewhere.
  const columns = { ...given.columns, categorical: [...new Set([...given.columns.categorical, ...categorical])] }
  const job = { ...given, columns }
  const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((total, part) => total + of(part), 0)
  const opened = {
    tables,
    source,
    parts,
    total: { series: sum(({ series }) => series), rows: sum(({ rows }) => rows) },
  }
  if (job.frequency !== undefined) return { ...opened, job: { ...job, frequency: job.frequency } }
  // Of some series: one is not enough, for it may have too few rows, or gaps.
  const frequency = (await samplePanel({ ...opened, job }, 20, {})).frequency.text
  run.onEvent?.({ type: 'note', text: `frequency: ${frequency}` })
  return { ...opened, job: { ...job, frequency } }
}

/** At most so many series, evenly taken in the order of their ids; without bad ones. */
export async function samplePanel(
  { tables, source, job, parts, total }: Omit<Prepared, 'job'> & { job: Job },
  most: number,
  run: RunOptions,
): Promise<Panel> {
  const readable = { tables, source, reading: readingOf(job) }
  const idsFrom = async (some: readonly IdRange[], count: number): Promise<string[]> => {
    const ids: string[] = []
    for (const [i, part] of some.entries()) {
      const share = Math.ceil((count - ids.length) / (some.length - i))
      ids.push(...evenly(await tables.ids(source, readable.reading, part), share))
    }
    return ids
  }
  if (total.series <= most) return readGood(readable, {}, () => idsFrom(parts, total.series), run)
  // From each of some parts as many: of the other parts not even the ids are read.
  const ids = await idsFrom(evenly(parts, most), most)
  return readGood(readable, { ids }, async () => ids, run)
}

function evenly<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)])
}

/** Hash of everything in the source that the job reads. */
export const fingerprintOf = ({ parts }: Prepared): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map(({ from, to, rows, digest }) => [from, to, rows, digest])))
    .digest('hex')
