// Settles a job: one look at its source fills in what the job leaves open.

import { createHash } from 'node:crypto'
import { checkSignal } from '../../base/abort.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { processors } from '../../base/resources/processors.ts'
import { type LeftOut, type SourcePart, Tables } from '../../files/index.ts'
import { Inputs } from '../../files/input/inputs.ts'
import { formatTime, parseFrequency } from '../../series/index.ts'
import { withCalendar } from '../../series/time/frequency.ts'
import { suggestCalendar } from '../../series/time/infer/suggest_calendar.ts'
import { findColumns } from '../columns/find_columns.ts'
import { hintsFor } from '../columns/hints.ts'
import { oneOrSeveral, targetsOf } from '../columns/several_targets.ts'
import type { RunOptions } from '../events.ts'
import type { Job, JobDraft, SettledJob } from '../job/job.ts'
import { isStored } from '../model/forecaster_of.ts'
import { openModel } from '../model/model_file.ts'
import { modelPath } from '../model/registry.ts'
import { checkKnown } from './check_plan.ts'
import { columnsOfModel } from './covariate_roles.ts'
import { notationOf, readingOf } from './reading.ts'
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
  const { source, horizon } = await checkComplete(draft, options)
  checkSignal(options.signal)
  options.onEvent?.({ type: 'stage', stage: 'survey', subject: subjectOf(source) })
  const inputs = options.inputs ?? new Inputs(options.signal)
  const tables = await Tables.open({ threads: processors(), inputs, ...defined({ signal: options.signal }) })
  const close = async () => {
    await tables.close()
    if (!options.inputs) await inputs[Symbol.asyncDispose]()
  }
  try {
    const columns = await columnsOf({ ...draft, source, horizon }, tables, options)
    const surveyed = await survey({ ...draft, source, horizon, columns }, tables, options)
    return { ...surveyed, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The source and the horizon of a job. A trained model has one horizon, which the job need not repeat. */
async function checkComplete(
  { source, horizon, model }: JobDraft,
  { onEvent }: RunOptions,
): Promise<Pick<Job, 'source' | 'horizon'>> {
  if (!source)
    throw new GatecastError(
      'ERR_JOB',
      'Expected a source, got none. Name a file on the command line, or write source: in the job file',
    )
  if (horizon !== undefined) return { source, horizon }
  if (!isStored(model))
    throw new GatecastError(
      'ERR_JOB',
      'Expected a horizon, the number of steps to forecast, got none. Use --horizon, or write horizon: in the job file',
    )
  const { forecaster } = await openModel(await modelPath(model))
  onEvent?.({ type: 'note', text: `horizon: ${forecaster.horizon}, as the model was trained for it` })
  return { source, horizon: forecaster.horizon }
}

function subjectOf({ path, ...source }: Job['source']): string {
  const [first, ...others] = path === undefined ? [] : [path].flat()
  if ('query' in source || first === undefined) return 'the query'
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

async function columnsOf(
  given: JobDraft & Pick<Job, 'source' | 'horizon'>,
  tables: Tables,
  { hasColumns, ...run }: SettleOptions,
): Promise<Job['columns']> {
  const { source, future, horizon } = given
  const names = async () => (await tables.columns(source)).map(({ name }) => name)
  const draft = { ...given, columns: await columnsOfModel(given, names, run) }
  const { time, target } = draft.columns
  if (hasColumns && time !== undefined && target !== undefined)
    return { ...draft.columns, time, target: oneOrSeveral(targetsOf(target)) }
  const evidence = await tables.evidence(source, notationOf(draft))
  const { columns, notes, unused } = await findColumns(draft, evidence)
  const ahead = future && (await tables.columns(future)).map(({ name }) => name)
  if (ahead) checkKnown(columns, ahead)
  const hints = unused.length ? await hintsFor({ columns, unused, horizon, future: ahead }, evidence) : []
  for (const text of [...notes, ...hints]) run.onEvent?.({ type: 'note', text })
  return columns
}

async function survey(
  given: Job,
  tables: Tables,
  { signal, onEvent }: RunOptions,
): Promise<Omit<SettledJob, typeof Symbol.asyncDispose>> {
  const { parts, nameless, strangers, stranger, clustered, categorical, timeFormat, timeNote } = await tables.parts(
    given.source,
    readingOf(given),
    given.partitionSeries,
  )
  checkSignal(signal)
  const note = (text: string) => onEvent?.({ type: 'note', text })
  if (nameless > 0) note(`left out: ${nameless.toLocaleString('en')} rows that name no series`)
  if (strangers > 0)
    note(`left out: ${strangers.toLocaleString('en')} series that only the future table has, for example ${stranger}`)
  if (parts.length === 0) throw new GatecastError('ERR_DATA', 'Expected at least one series in the source, got no rows')
  // A covariate that holds a text anywhere is a category everywhere, also in a sample in which it has only digits.
  const { series, time, target, known, observed, static: fixed } = given.columns
  const categories = [...new Set([...given.columns.categorical, ...categorical])]
  // Hashes of settled jobs see the order of keys. Columns that were found have the same hash as columns that were named.
  const columns = { ...defined({ series }), time, target, known, observed, static: fixed, categorical: categories }
  const surveyed = {
    ...{ tables, parts, total: totalOf(parts), isClustered: clustered, fingerprint: fingerprintOf(parts) },
  }
  // The form of times is found once for all rows: a part alone could be read in another way.
  const { calendar, ...job } = { ...given, columns, timeFormat }
  if (timeFormat !== given.timeFormat) note(timeNote ?? `time format: ${timeFormat}`)
  if (job.frequency !== undefined && !job.future)
    return { ...surveyed, job: { ...job, frequency: within(job.frequency, calendar) } }
  const sampled = { ...surveyed, job: { ...job, ...defined({ calendar }) } }
  const sample = await samplePanel(sampled, seriesForFrequency, {}, blocksForFrequency, noteLeftOut(job, note))
  if (job.frequency !== undefined) return { ...surveyed, job: { ...job, frequency: within(job.frequency, calendar) } }
  const frequency = sample.frequency.text
  note(`frequency: ${frequency}`)
  const hours = suggestCalendar(sample)
  if (hours !== undefined)
    note(`steps without values follow a pattern: with --calendar "${hours}" they are no gaps, and are not forecast`)
  return { ...surveyed, job: { ...job, frequency } }
}

/** A frequency whose text holds the calendar, so that nothing after it needs the calendar of the job. */
const within = (frequency: string, calendar: string | undefined): string =>
  calendar === undefined ? frequency : withCalendar(parseFrequency(frequency), calendar).text

/** Says once that a future table has rows which are not after the history. */
function noteLeftOut({ timeZone, timeFormat }: Pick<Job, 'timeZone' | 'timeFormat'>, note: (text: string) => void) {
  const frequency = timeFormat === 'index' ? parseFrequency('1') : undefined
  let isSaid = false
  return ({ series, end }: LeftOut) => {
    if (isSaid || series === undefined) return
    isSaid = true
    note(
      'the future table has rows that are not after the history of their series, for example of series ' +
        `${series} up to ${formatTime(end, timeZone, frequency)}: there the history is used`,
    )
  }
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
