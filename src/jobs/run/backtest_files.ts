import { defined } from '../../base/defined.ts'
import { makeFolder } from '../../base/make_folder.ts'
import { outputFormatOf, type WriteColumn, writeTable } from '../../files/index.ts'
import type { Backtest, Scores } from '../../forecast/index.ts'
import { report } from '../../report/index.ts'
import { worstFirst } from '../../report/score_order.ts'
import { addSteps } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import type { JobDraft } from '../job/job.ts'
import { backtestModel } from '../model/backtest_model.ts'
import { resolveModel } from '../model/resolve_model.ts'
import { settle } from '../source/settle.ts'

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
  await using settled = await settle(draft, run)
  const { out, report: page } = settled.job
  const resolved = await resolveModel(settled, run)
  const backtest = await backtestModel(settled, resolved, run)
  if (out !== undefined) await writeRows(out, backtest)
  if (page !== undefined) {
    run.onEvent?.({ type: 'stage', stage: 'report', subject: page })
    await report({ backtest, forecaster: resolved.forecaster }, { path: page, title: 'Backtest' })
  }
  return {
    kind: backtest.kind,
    series: backtest.perSeries.length,
    windows: backtest.windows.length,
    horizon: backtest.horizon,
    overall: backtest.overall,
    perHorizon: backtest.perHorizon,
    worst: worstFirst(backtest).slice(0, 10),
    ...defined({ out, report: page }),
  }
}

/** Writes one row for each window, series and step. */
async function writeRows(out: string, backtest: Backtest): Promise<void> {
  const isFolder = outputFormatOf(out) === undefined
  if (isFolder) await makeFolder(out)
  await writeTable(isFolder ? `${out}/backtest.parquet` : out, backtestColumns(backtest))
}

function backtestColumns({ windows, horizon }: Backtest): WriteColumn[] {
  const [{ forecast: first }] = windows
  const type = /second|minute|hour/.test(first.frequency.unit) ? ('timestamp' as const) : ('date' as const)
  const joined = (of: (window: (typeof windows)[number]) => ArrayLike<number>): Float64Array =>
    Float64Array.from(windows.flatMap((window) => Array.from(of(window))))
  const repeated = (values: Float64Array) => Array.from(values).flatMap((value) => new Array(horizon).fill(value))
  return [
    {
      name: 'origin',
      type,
      values: joined(({ forecast }) =>
        repeated(forecast.origins.map((time) => addSteps(time, -1, forecast.frequency, forecast.timeZone))),
      ),
    },
    {
      name: first.names.series,
      type: 'text',
      values: windows.flatMap(({ forecast }) => forecast.ids),
      repeat: horizon,
    },
    {
      name: first.names.time,
      type,
      values: joined(({ forecast }) => forecast.ids.flatMap((_, series) => Array.from(forecast.times(series)))),
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
