import { defined } from '../../base/defined.ts'
import { type WriteColumn, writeTable } from '../../files/index.ts'
import { standardOutput } from '../../files/write/output_place.ts'
import type { Backtest, Scores } from '../../forecast/index.ts'
import { report } from '../../report/index.ts'
import { worstFirst } from '../../report/scores/score_order.ts'
import { addSteps } from '../../series/index.ts'
import { columnType } from '../../series/time/units.ts'
import { claimFiles, tablePlace } from '../claim/claim_table.ts'
import { pageFile } from '../claim/own_files.ts'
import { namesInTable } from '../columns/several_targets.ts'
import type { RunOptions } from '../events.ts'
import { checkDraft } from '../job/check_draft.ts'
import type { Job, JobDraft } from '../job/job.ts'
import { backtestModel } from '../model/backtest_model.ts'
import { resolveModel } from '../model/resolve_model.ts'
import { namedBacktests, pageTitle } from '../page/page_names.ts'
import { writtenTimes } from '../parts/forecast_columns.ts'
import { roundedFor } from '../parts/round_columns.ts'
import { noteUnused } from '../source/covariate_roles.ts'
import { settle } from '../source/settle.ts'
import { toStandardOutput } from './standard_output.ts'

/** The scores of a job's model. */
export interface BacktestReport {
  /** The kind of forecaster, for example `theta`. */
  kind: string
  /** Number of series in the backtest. */
  series: number
  /** Number of origins. */
  windows: number
  /** Number of steps that were forecast from each origin. */
  horizon: number
  /** The mean of the scores over the series. */
  overall: Scores
  /** The scores of the seasonal naive method in the same windows; absent if that is the model. */
  baseline?: Scores
  /** The scores of each step of the horizon. */
  perHorizon: readonly Scores[]
  /** The series with the largest scores, the worst first. */
  worst: { id: string; score: number }[]
  /** The table of forecasts and actual values, if the job has an output. */
  out?: string
  /** The HTML page, if the job has a report. */
  report?: string
}

/**
 * Tests the model of a job on the newest rows of its source. A kind of model is fitted on the rows before them; a trained
 * model is tested as it is. `out` gets one row for each forecast and its actual value, `report` an HTML page.
 *
 * @param draft - a job with a model, or with `auto` to have one chosen
 * @param run - signal and events
 * @throws {GatecastError} `ERR_JOB`, `ERR_DATA`, `ERR_FILE`
 * @example
 * const { overall } = await backtestFiles(jobOf({ source: 'sales.csv', horizon: 28, model: { kind: 'theta' } }))
 * console.log(overall.mase)
 */
export async function backtestFiles(draft: JobDraft, run: RunOptions = {}): Promise<BacktestReport> {
  checkDraft(draft)
  if (draft.out === standardOutput) return toStandardOutput(draft, (job) => backtestFiles(job, run))
  const { out, report: page } = draft
  const table = out === undefined ? undefined : tablePlace(out, 'backtest', 'backtest', draft.format)
  const pages = page === undefined ? [] : [pageFile(page, '--report')]
  await using claim = await claimFiles(draft, table, pages)
  await using settled = await settle(draft, run)
  const resolved = await resolveModel(settled, run)
  noteUnused(resolved.forecaster, settled.job, run)
  const { backtest, baseline } = await backtestModel(settled, resolved, run)
  if (table) {
    const columns = roundedFor(table.path, backtestColumns(backtest, settled.job.columns), settled.job.digits)
    const { csvFormulas } = draft
    await writeTable(table.path, columns, ({ sha256 }) => claim.add(table.path, sha256), { csvFormulas })
    await claim.finish()
  }
  if (page !== undefined) {
    run.onEvent?.({ type: 'stage', stage: 'report', subject: page })
    const { forecaster, tried } = resolved
    const { signal } = run
    await report(
      { backtest: namedBacktests({ backtest, ...defined({ baseline }) }), forecaster, ...defined({ tried }) },
      { path: page, title: pageTitle('Backtest', settled.job), ...defined({ signal }) },
    )
  }
  return {
    kind: backtest.kind,
    series: backtest.perSeries.length,
    windows: backtest.windows.length,
    horizon: backtest.horizon,
    overall: backtest.overall,
    ...defined({ baseline: baseline?.overall }),
    perHorizon: backtest.perHorizon,
    worst: worstFirst(backtest, 10),
    ...defined({ out, report: page }),
  }
}

/** One row for each window, series and step; with several targets, for each of them. */
function backtestColumns({ windows, horizon }: Backtest, { target }: Job['columns']): WriteColumn[] {
  const [{ forecast: first }] = windows
  const { frequency, timeZone } = first
  const type = columnType(frequency.unit)
  const ids = windows.flatMap(({ forecast }) => forecast.ids)
  const joined = (of: (window: (typeof windows)[number]) => ArrayLike<number>): Float64Array =>
    Float64Array.from(windows.flatMap((window) => Array.from(of(window))))
  const repeated = (values: Float64Array) => Array.from(values).flatMap((value) => new Array(horizon).fill(value))
  return [
    {
      name: 'origin',
      type,
      values: joined(({ forecast: { origins } }) => {
        const last = origins.map((time) => addSteps(time, -1, frequency, timeZone))
        return repeated(writtenTimes(last, frequency, timeZone))
      }),
    },
    ...namesInTable(ids, { series: first.names.series, target }).map(
      ([name, values]): WriteColumn => ({ name, type: 'text', values, repeat: horizon }),
    ),
    {
      name: first.names.time,
      type,
      values: joined(({ forecast }) =>
        forecast.ids.flatMap((_, series) => [...writtenTimes(forecast.times(series), frequency, timeZone)]),
      ),
    },
    {
      name: 'step',
      type: 'whole',
      values: joined(({ forecast }) => forecast.mean.map((_, i) => (i % horizon) + 1)),
    },
    { name: 'actual', type: 'number', values: joined(({ actual }) => actual) },
    { name: 'mean', type: 'number', values: joined(({ forecast }) => forecast.mean) },
    ...first.quantileLevels.map(
      (level, i): WriteColumn => ({
        name: `q${level}`,
        type: 'number',
        values: joined(({ forecast }) => forecast.quantiles[i]),
      }),
    ),
  ]
}
