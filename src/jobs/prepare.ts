// What every job begins with: a look at the source, and what the job does not say found out.

import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { type Source, type Survey, Tables } from '../files/index.ts'
import { GatecastError } from '../native/error.ts'
import { checkSignal } from '../nn/abort.ts'
import type { Panel } from '../series/index.ts'
import type { RunOptions } from './events.ts'
import { findColumns } from './find_columns.ts'
import type { Job, JobDraft } from './job.ts'
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
  readonly survey: Survey
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
    const { columns, notes } = findColumns(draft.columns, draft.layout, await tables.columns(source))
    for (const text of notes) run.onEvent?.({ type: 'note', text })
    return await work({ job: { ...draft, source, horizon, columns }, tables, source })
  } finally {
    await tables.close()
  }
}

/** As {@link withSource}, with a look at all rows. */
export const withSurvey = <Result>(
  draft: JobDraft,
  run: RunOptions,
  work: (prepared: Prepared) => Promise<Result>,
): Promise<Result> => withSource(draft, run, async (opened) => work(await surveyed(opened, run)))

export async function surveyed({ job, tables, source }: Opened, run: RunOptions): Promise<Prepared> {
  run.onEvent?.({ type: 'stage', stage: 'survey' })
  const survey = await tables.survey(source, readingOf(job))
  checkSignal(run.signal)
  if (job.frequency !== undefined) return { job: { ...job, frequency: job.frequency }, tables, source, survey }
  // Of some series: one is not enough, for it may have too few rows, or gaps.
  const reading = readingOf(job)
  const panel = await readGood({ tables, source, reading }, evenly(survey.ids, 20), survey.ids.length <= 20, {})
  const frequency = panel.frequency.text
  run.onEvent?.({ type: 'note', text: `frequency: ${frequency}` })
  return { job: { ...job, frequency }, tables, source, survey }
}

/** At most so many series, evenly taken in the order of their ids; without bad ones. */
export async function samplePanel(
  { tables, source, job, survey }: Prepared,
  most: number,
  run: RunOptions,
): Promise<Panel> {
  const { ids } = survey
  return readGood({ tables, source, reading: readingOf(job) }, evenly(ids, most), ids.length <= most, run)
}

function evenly<T>(list: readonly T[], count: number): readonly T[] {
  if (list.length <= count) return list
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)])
}

/** Hash of everything in the source that the job reads. */
export function fingerprintOf({ ids, rows, digests }: Survey): string {
  const hash = createHash('sha256')
  for (const part of [rows, digests]) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  for (const id of ids) hash.update(`${id.length}:${id}`)
  return hash.digest('hex')
}
