import type { Survey } from '../../files/index.ts'
import { formatTime, type Panel, parseFrequency } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import { checkDraft } from '../job/check_draft.ts'
import type { CompleteJob, Job, JobDraft } from '../job/job.ts'
import { isAuto } from '../model/auto_model.ts'
import type { Choice } from '../model/choice/choose_model.ts'
import { chooseFor } from '../model/resolve_model.ts'
import { readingOf } from '../source/reading.ts'
import { samplePanel } from '../source/sample_panel.ts'
import { settle } from '../source/settle.ts'
import { warningsFor } from './data_warnings.ts'

/** The description of a data set. */
export interface DataReport {
  /** The role of each column, as given or as found. */
  columns: Job['columns']
  /** Number of series. */
  series: number
  /** Rows of all series, without those of a future table. */
  rows: number
  /** The step between two rows, for example `d`. */
  frequency: string
  /** The first time of all series. */
  first: string
  /** The last time of all series. */
  last: string
  /** The series with the fewest rows. */
  shortest: { id: string; rows: number }
  /** The series with the most rows. */
  longest: { id: string; rows: number }
  /** Figures of at most 2000 series, taken evenly. */
  sample: {
    series: number
    rows: number
    /** Steps without a value: no row between the first and the last of a series, or a row without a target. */
    missing: number
    zeros: number
    negative: number
    min: number
    max: number
    mean: number
  }
  /** The model that `forecast` would choose, if the job has a horizon and the model `auto`. */
  choice?: Pick<Choice, 'model' | 'scores' | 'metric' | 'simple'>
  /** Findings that may make a forecast wrong. */
  warnings: string[]
}

/** Series in the sample: enough to see what is usual, and read in seconds. */
const sampled = 2000

/**
 * Reports what a data set contains: series, times, gaps, and values that look wrong. Columns and frequency that the job
 * does not name are found as `forecast` finds them.
 *
 * @param draft - a job; only its source is needed
 * @param run - signal and events
 * @throws {GatecastError} `ERR_JOB`, `ERR_DATA`, `ERR_FILE`
 * @example
 * const { series, frequency, warnings } = await inspectData(jobOf({ source: 'sales.csv' }))
 */
export async function inspectData(draft: JobDraft, run: RunOptions = {}): Promise<DataReport> {
  checkDraft(draft)
  // The horizon matters only for the choice of a model. Without a horizon in the job, no model is chosen.
  await using settled = await settle({ ...draft, horizon: draft.horizon ?? 1 }, run)
  const { job, tables } = settled
  // The future table is a plan: its rows are not among those that the report counts.
  const { future, ...reading } = readingOf(job)
  const survey = await tables.survey(job.source, reading)
  const panel = await samplePanel(settled, sampled, run)
  const facts = { ...factsOf(job, survey), sample: figuresOf(panel) }
  const warnings = warningsFor({ job, survey }, panel, facts.sample, draft.horizon)
  if (draft.horizon === undefined || !isAuto(job.model)) return { ...facts, warnings }
  const { fit, ...choice } = await chooseFor(settled, run)
  return { ...facts, choice, warnings }
}

function factsOf(
  job: CompleteJob,
  { ids, rows, firstTime, lastTime }: Survey,
): Omit<DataReport, 'sample' | 'warnings'> {
  const at = (series: number) => ({ id: ids[series], rows: rows[series] })
  const text = (time: number) => formatTime(time, job.timeZone, parseFrequency(job.frequency))
  return {
    columns: job.columns,
    series: ids.length,
    rows: rows.reduce((sum, count) => sum + count, 0),
    frequency: job.frequency,
    first: text(firstTime),
    last: text(lastTime),
    shortest: at(rows.reduce((best, count, i) => (count < rows[best] ? i : best), 0)),
    longest: at(rows.reduce((best, count, i) => (count > rows[best] ? i : best), 0)),
  }
}

function figuresOf(panel: Panel): DataReport['sample'] {
  const figures = { missing: 0, zeros: 0, negative: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }
  let [rows, sum] = [0, 0]
  for (let series = 0; series < panel.seriesCount; series++)
    for (const value of panel.history(series)) {
      rows++
      if (Number.isNaN(value)) {
        figures.missing++
        continue
      }
      sum += value
      if (value === 0) figures.zeros++
      if (value < 0) figures.negative++
      figures.min = Math.min(figures.min, value)
      figures.max = Math.max(figures.max, value)
    }
  const mean = sum / (rows - figures.missing)
  return { series: panel.seriesCount / (panel.channels?.length ?? 1), rows, ...figures, mean }
}
