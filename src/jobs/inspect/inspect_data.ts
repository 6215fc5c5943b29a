import type { Survey } from '../../files/index.ts'
import { formatTime, type Panel, parseFrequency, seasonOf } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import type { Job, JobDraft } from '../job/job.ts'
import type { Choice } from '../model/choose_model.ts'
import { chooseFor } from '../model/resolve_model.ts'
import { readingOf } from '../source/reading.ts'
import { samplePanel, withSurvey } from '../source/settle.ts'

/** What a data set holds. */
export interface DataReport {
  /** What each column is for, as given or found out. */
  columns: Job['columns']
  /** Series there are. */
  series: number
  /** Rows of all series. */
  rows: number
  /** The step between two rows, such as `d`. */
  frequency: string
  /** The first time of all. */
  first: string
  /** The last time of all. */
  last: string
  /** The series with the fewest rows. */
  shortest: { id: string; rows: number }
  /** The series with the most rows. */
  longest: { id: string; rows: number }
  /** Of the series that were looked at more closely, evenly taken. */
  sample: {
    series: number
    rows: number
    /** Steps without a row, between the first and the last of a series, or with a row that has no target. */
    missing: number
    zeros: number
    negative: number
    min: number
    max: number
    mean: number
  }
  /** What `forecast` would choose for a horizon, if one is given. */
  choice?: Pick<Choice, 'model' | 'scores' | 'metric'>
  /** What should be looked at before a forecast is trusted. */
  warnings: string[]
}

/** Enough to see what is usual; more would take its time. */
const sampled = 2000

/**
 * What is in a data set: series, times, gaps, and what looks wrong. What a job does not say is found out and said, as
 * `forecast` would.
 *
 * @param draft - of which the source is enough
 * @param run - who is told, and what stops it
 * @throws {GatecastError} `ERR_JOB`, `ERR_DATA`, `ERR_FILE`
 * @example
 * const { series, frequency, warnings } = await inspectData(jobOf({ source: 'sales.csv' }))
 */
export async function inspectData(draft: JobDraft, run: RunOptions = {}): Promise<DataReport> {
  // Without a horizon nothing is chosen, and any will do.
  return withSurvey({ ...draft, horizon: draft.horizon ?? 1 }, run, async (prepared) => {
    const { job, tables, source } = prepared
    const survey = await tables.survey(source, readingOf(job))
    const panel = await samplePanel(prepared, sampled, run)
    const { rows } = survey
    const at = (series: number) => ({ id: survey.ids[series], rows: rows[series] })
    const total = rows.reduce((sum, count) => sum + count, 0)
    const ends = (time: number) => formatTime(time, job.timeZone, parseFrequency(job.frequency))
    const facts = {
      columns: job.columns,
      series: survey.ids.length,
      rows: total,
      frequency: job.frequency,
      first: ends(survey.firstTime),
      last: ends(survey.lastTime),
      shortest: at(rows.reduce((best, count, i) => (count < rows[best] ? i : best), 0)),
      longest: at(rows.reduce((best, count, i) => (count > rows[best] ? i : best), 0)),
      sample: figuresOf(panel),
    }
    const warnings = warningsFor({ job, survey }, panel, facts.sample, draft.horizon)
    if (draft.horizon === undefined || job.model !== 'auto') return { ...facts, warnings }
    const { model, scores, metric } = await chooseFor(prepared, run)
    return { ...facts, choice: { model, scores, metric }, warnings }
  })
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
  return { series: panel.seriesCount, rows, ...figures, mean }
}

function warningsFor(
  { job, survey }: { job: { frequency: string }; survey: Survey },
  panel: Panel,
  sample: DataReport['sample'],
  horizon: number | undefined,
): string[] {
  const season = seasonOf(job.frequency)
  const needed = Math.max(2 * season, horizon ?? 0)
  const short = survey.rows.reduce((count, rows) => count + (rows < needed ? 1 : 0), 0)
  const histories = panel.ids.map((_, series) => panel.history(series))
  const share = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`
  const ids = (wanted: (history: Float64Array, series: number) => boolean) =>
    panel.ids.filter((_, series) => wanted(histories[series], series))
  const flat = ids(
    (history) => history.length > 1 && new Set(history.filter((value) => !Number.isNaN(value))).size <= 1,
  )
  const old = ids((_, series) => {
    const rows = panel.lengths[series]
    return rows > 0 && panel.times(series, rows - 1 + needed, rows + needed)[0] < survey.lastTime
  })
  const wild = ids(hasOutlier)
  const list = (what: string, found: string[]) =>
    found.length
      ? [
          `${found.length} of ${panel.seriesCount} series ${what}: ${found.slice(0, 5).join(', ')}${found.length > 5 ? ', ...' : ''}`,
        ]
      : []
  const repeated = markerIn(histories)
  return [
    ...(short ? [`${short} of ${survey.ids.length} series have fewer than ${needed} rows`] : []),
    ...(sample.missing > 0.1 * sample.rows ? [`${share(sample.missing, sample.rows)} of the steps have no value`] : []),
    ...list('never change', flat),
    ...list(`end ${needed} steps or more before the others`, old),
    ...list('have a value far from all others', wild),
    ...(repeated === undefined
      ? []
      : [`${repeated} stands far from other values and comes often: if it means missing, say --missing ${repeated}`]),
  ]
}

/** A value further than twenty interquartile ranges from the median is a slip of the pen, or an event worth a look. */
function hasOutlier(history: Float64Array): boolean {
  const sorted = history.filter((value) => !Number.isNaN(value)).sort()
  if (sorted.length < 20) return false
  const quantile = (level: number) => sorted[Math.floor(level * (sorted.length - 1))]
  const range = quantile(0.75) - quantile(0.25)
  if (!(range > 0)) return false
  const far = 20 * range
  return sorted[0] < quantile(0.5) - far || sorted[sorted.length - 1] > quantile(0.5) + far
}

/** A number such as -200 or 9999 that stands for a missing value: repeated, and further away than all others lie apart. */
function markerIn(histories: readonly Float64Array[]): number | undefined {
  const sorted = Float64Array.from(
    histories.flatMap((history) => Array.from(history.filter((value) => !Number.isNaN(value)))),
  ).sort()
  for (const value of [sorted[0], sorted[sorted.length - 1]]) {
    const others = sorted.filter((other) => other !== value)
    const times = sorted.length - others.length
    // Nothing sold is far from what else was, and means what it says.
    if (value === 0 || times < 3 || others.length < 20) continue
    const [low, high] = [others[0], others[others.length - 1]]
    if (Math.max(low - value, value - high) > Math.max(high - low, 1)) return value
  }
  return undefined
}
