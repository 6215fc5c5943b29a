import { makeFolder } from '../../base/make_folder.ts'
import { type WriteColumn, writeTable } from '../../files/index.ts'
import type { Backtest, Scores } from '../../forecast/index.ts'
import { report } from '../../report/index.ts'
import { worstFirst } from '../../report/score_order.ts'
import { addSteps } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import type { JobDraft } from '../job/job.ts'
import { resolveModel } from '../model/resolve_model.ts'
import { withSurvey } from '../source/settle.ts'
import { backtestOn } from './train_files.ts'

/** How well the model of a job did. */
export interface BacktestReport {
  /** Of the forecaster, such as `theta`. */
  kind: string
  /** Series that were tested. */
  series: number
  /** Origins that were forecast from. */
  windows: number
  /** Steps that were forecast from each. */
  horizon: number
  /** The mean over the series. */
  overall: Scores
  /** A score for each step ahead. */
  perHorizon: readonly Scores[]
  /** The series with the largest scores, the worst first. */
  worst: { id: string; score: number }[]
  /** Where each forecast and what came was written, if asked for. */
  out?: string
  /** The HTML page, if asked for. */
  report?: string
}

/**
 * Tests the model of a job on the newest rows of its source, of which it sees none: a kind of model is fitted on what lies
 * before, one that is trained is tested as it is. `out` gets a row for each forecast with what came, `report` a page.
 *
 * @param draft - with a model, or one to choose
 * @param run - who is told, and what stops it
 * @throws {GatecastError} `ERR_JOB`, `ERR_DATA`, `ERR_FILE`
 * @example
 * const { overall } = await backtestFiles(jobOf({ source: 'sales.csv', horizon: 28, model: { kind: 'theta' } }))
 * console.log(overall.mase)
 */
export async function backtestFiles(draft: JobDraft, run: RunOptions = {}): Promise<BacktestReport> {
  return withSurvey(draft, run, async (prepared) => {
    const { job } = prepared
    const resolved = await resolveModel(prepared, run)
    const backtest = await backtestOn(prepared, resolved, run)
    if (job.out !== undefined) await writeRows(job.out, backtest)
    if (job.report !== undefined) {
      run.onEvent?.({ type: 'stage', stage: 'report' })
      await report({ backtest, forecaster: resolved.forecaster }, { path: job.report, title: 'Backtest' })
    }
    return {
      kind: backtest.kind,
      series: backtest.perSeries.length,
      windows: backtest.windows.length,
      horizon: backtest.horizon,
      overall: backtest.overall,
      perHorizon: backtest.perHorizon,
      worst: worstFirst(backtest).slice(0, 10),
      ...(job.out !== undefined && { out: job.out }),
      ...(job.report !== undefined && { report: job.report }),
    }
  })
}

/** A row for each window, series and step. */
async function writeRows(out: string, backtest: Backtest): Promise<void> {
  const isFile = /\.(csv|parquet)$/i.test(out)
  if (!isFile) await makeFolder(out)
  await writeTable(isFile ? out : `${out}/backtest.parquet`, columnsOf(backtest))
}

function columnsOf({ windows, horizon }: Backtest): WriteColumn[] {
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
