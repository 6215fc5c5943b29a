import { checkChoice, checkKnown, checkNumber, checkWhole } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { writeTable } from '../../files/index.ts'
import { standardOutput } from '../../files/write/output_place.ts'
import { kinds } from '../../forecast/kinds/index.ts'
import { AnomalyDetector } from '../../sequences/anomalies/detector.ts'
import { learn } from '../../sequences/anomalies/learn.ts'
import { rates, settingsOf } from '../../sequences/anomalies/options.ts'
import { seasonFor } from '../../sequences/anomalies/series_data.ts'
import { levelChanges } from '../../sequences/change_points/level_changes.ts'
import type { AnomalyOptions, Detection } from '../../sequences/index.ts'
import { formatTime, type Panel } from '../../series/index.ts'
import { claimFiles, tablePlace } from '../claim/claim_table.ts'
import type { RunOptions } from '../events.ts'
import { checkDraft } from '../job/check_draft.ts'
import type { JobDraft } from '../job/job.ts'
import { toStandardOutput } from '../run/standard_output.ts'
import { settle } from '../source/settle.ts'
import { wholePanel } from '../source/training_data.ts'
import { anomalyColumns } from './anomaly_columns.ts'

/** Options of {@link anomalyFiles}. */
export interface AnomalyFileOptions extends RunOptions {
  /** `'smoothing'` (default), `'autoencoder'`, or the kind of a forecaster, for example `'theta'`. */
  by?: string
  /** Share of normal rows that may be called anomalies; default 0.01. */
  falseAlarms?: number
  /** Rows in a season; default the season of the frequency. */
  season?: number
}

/** The anomalies of a source. */
export interface AnomalyReport {
  /** What expected the values. */
  by: string
  /** Number of series that were searched. */
  series: number
  /** Number of their rows. */
  rows: number
  /** Number of rows that are anomalies. */
  anomalies: number
  /** The rate of false alarms. */
  falseAlarms: number
  /** Neighbouring anomalies joined, the highest score first. */
  events: { series: string; from: string; to: string; rows: number; score: number; check: string }[]
  /** Changes of the level that last, in the order of series and time. */
  changes: { series: string; time: string; before: number; after: number }[]
  /** The table with a row for each row of the source, if the job has an output. */
  out?: string
}

/** Steps that a forecaster is asked for, if a season is shorter. */
const leastHorizon = 8

/**
 * Finds anomalies and lasting changes of level in the series of a source. It learns what is normal from the source itself,
 * without its gross outliers. Columns and frequency that the job does not name are found as `forecast` finds them.
 *
 * @param draft - a job; its source is needed, its output gets a row for each row of the source
 * @param given - what expects the values, the rate of false alarms, signal and events
 * @returns the anomalies; series that are too short or never change are left out, with a note
 * @throws {GatecastError} `ERR_JOB`, `ERR_DATA`, `ERR_FILE`; `ERR_RANGE` naming the option; `ABORT_ERR`
 * @example
 * const { events } = await anomalyFiles(jobOf({ source: 'sales.csv', out: 'anomalies.csv' }), { falseAlarms: 0.001 })
 * for (const { series, from, check } of events) console.log(series, from, check)
 */
export async function anomalyFiles(draft: JobDraft, given: AnomalyFileOptions = {}): Promise<AnomalyReport> {
  checkDraft(draft)
  checkKnown('the options of anomalyFiles', given, ['by', 'falseAlarms', 'season', 'signal', 'onEvent', 'inputs'])
  const { by = 'smoothing', falseAlarms = 0.01, season, ...run } = given
  // Checked here, so that a message names the option before anything is read.
  checkNumber('falseAlarms', falseAlarms, ...rates)
  if (season !== undefined) checkWhole('season', season, 1)
  const ways = ['smoothing', 'autoencoder', ...kinds.map(({ name }) => name)]
  checkChoice('by', by, ways)
  if (draft.out === standardOutput) return toStandardOutput(draft, (job) => anomalyFiles(job, given))
  const table = draft.out === undefined ? undefined : tablePlace(draft.out, 'anomalies', 'anomalies', draft.format)
  await using claim = await claimFiles(draft, table, [])
  await using settled = await settle({ ...draft, horizon: 1, model: 'auto' }, run)
  const all = await wholePanel(settled, run)
  run.onEvent?.({ type: 'stage', stage: 'detect', subject: by })
  const own = seasonFor(all, season)
  const settings = settingsOf({ by: wayOf(by, own), falseAlarms, season: own, trim: true })
  const { detection, changes } = await search(all, settings, own, run)
  if (table) {
    const columns = anomalyColumns(detection, settled.job.columns, table.path)
    const { csvFormulas } = draft
    await writeTable(table.path, columns, ({ sha256 }) => claim.add(table.path, sha256), { csvFormulas })
    await claim.finish()
  }
  return { by, falseAlarms, ...figuresOf(detection), changes, ...defined({ out: draft.out }) }
}

function wayOf(by: string, season: number): NonNullable<AnomalyOptions['by']> {
  const kind = kinds.find(({ name }) => name === by)
  return kind ? kind.make({ horizon: Math.max(season, leastHorizon) }) : (by as 'smoothing' | 'autoencoder')
}

async function search(all: Panel, settings: ReturnType<typeof settingsOf>, season: number, run: RunOptions) {
  const { signal, onEvent } = run
  const left: { id: string; reason: string }[] = []
  const call = defined({ signal })
  const learned = await learn(all, settings, call, (id, reason) => left.push({ id, reason: reason.message }))
  if (left.length) {
    const more = left.length > 1 ? ` and ${left.length - 1} more` : ''
    onEvent?.({ type: 'note', text: `left out: series ${left[0].id}${more}. ${left[0].reason}` })
  }
  const kept = all.ids.flatMap((id, series) => (learned.units.has(id) ? [series] : []))
  const panel = all.select(kept)
  const detection = await new AnomalyDetector(settings, learned).detect(panel, call)
  const changes: AnomalyReport['changes'] = []
  for (let series = 0; series < panel.seriesCount; series++)
    for (const { row, before, after } of await levelChanges(panel.history(series), season, signal))
      changes.push({ series: panel.ids[series], time: timeText(panel, series, row), before, after })
  return { detection, changes }
}

function figuresOf(detection: Detection): Pick<AnomalyReport, 'series' | 'rows' | 'anomalies' | 'events'> {
  const { panel } = detection
  const flags = panel.ids.map((id) => detection.of(id).anomaly)
  return {
    series: panel.seriesCount,
    rows: panel.lengths.reduce((sum, length) => sum + length, 0),
    anomalies: flags.reduce((sum, own) => sum + own.reduce((count, flag) => count + flag, 0), 0),
    events: detection.events
      .map(({ id, from, to, score, check }) => {
        const series = panel.indexOf(id)
        const [first, last] = [from, to - 1].map((row) => timeText(panel, series, row))
        return { series: id, from: first, to: last, rows: to - from, score, check }
      })
      .sort((a, b) => b.score - a.score),
  }
}

const timeText = (panel: Panel, series: number, row: number): string =>
  formatTime(panel.times(series, row, row + 1)[0], panel.timeZone, panel.frequency)
