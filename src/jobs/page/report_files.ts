// The HTML page of a finished job, made from the files beside its output.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { checkObject } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { restoreText, type Source, Tables } from '../../files/index.ts'
import { loadForecaster } from '../../forecast/index.ts'
import { report } from '../../report/index.ts'
import { worstFirst } from '../../report/scores/score_order.ts'
import { claimFiles } from '../claim/claim_table.ts'
import { pageFile } from '../claim/own_files.ts'
import { panelIds } from '../columns/several_targets.ts'
import type { RunOptions } from '../events.ts'
import type { Job } from '../job/job.ts'
import { statePaths } from '../output/job_state.ts'
import type { BadSeries } from '../output/manifest.ts'
import { outputNamed } from '../output/named_output.ts'
import { partFolder, partPath } from '../output/paths.ts'
import { readBacktests } from '../output/stored_backtest.ts'
import { fitsOf } from './fits_of.ts'
import { historiesOf } from './histories_of.ts'
import { namedBacktests, pageTitle } from './page_names.ts'
import { finishedState, idsIn, onClockOf, outputReading, readForecast } from './read_output.ts'

/** Largest number of series with a chart. */
const charted = 24
/** Largest number of failures in the list. */
const listed = 1000

export interface ReportFilesOptions extends RunOptions {
  /** The file of the page; default: `report.html` beside the output. */
  path?: string
}

/**
 * Writes the page of a finished job: scores of the backtest beside the seasonal naive method, charts with intervals of some series (those with
 * the worst scores among them), and the series that the model could not forecast.
 *
 * @param out - the output of the job, a folder or a file
 * @param options - path of the page, signal and events
 * @returns the path and size of the page
 * @throws {GatecastError} `ERR_FILE` if no finished job has written to that output, `ERR_JOB` if the page would replace a file
 * that is no report, `ERR_BUSY`
 * @example
 * await reportFiles('forecasts', { path: 'report.html' })
 */
export async function reportFiles(
  out: string,
  options: ReportFilesOptions = {},
): Promise<{ path: string; bytes: number }> {
  const own = outputNamed(out)
  checkObject('options', options)
  const { path = `${statePaths(own).folder}/report.html`, ...run } = options
  const state = await finishedState(own)
  const { source, future } = state.job
  const inputs = { source, future, model: { path: state.model.path } }
  await using _claim = await claimFiles(inputs, undefined, [pageFile(path, '--out')])
  return await writeReport(own, path, run)
}

/**
 * Writes the page of a finished job to a path that is claimed.
 *
 * @internal
 */
export async function writeReport(
  out: string,
  path: string,
  { onEvent, inputs, signal }: RunOptions,
): Promise<{ path: string; bytes: number }> {
  onEvent?.({ type: 'stage', stage: 'report', subject: path })
  const { paths, summary, ...state } = await finishedState(out)
  const { job } = state
  const tested = state.hasBacktest ? await readBacktests(statePaths(out).backtest) : undefined
  const backtest = tested?.backtest
  const tables = await Tables.open(defined({ inputs, signal }))
  try {
    const written = idsIn(paths, job)
    const output: Source = { path: paths.file ?? join(partFolder(paths), `*.${paths.partFormat}`) }
    const first: Source = { path: paths.file ?? partPath(paths, 0) }
    const failures = summary.failed ? await readFailures(paths.errors) : []
    const worst = backtest ? worstFirst(backtest, Math.floor(charted / 2)) : []
    const others = backtest
      ? backtest.perSeries
      : (await tables.survey(first, await outputReading(tables, first, job))).ids.map((id) => ({
          id: written.restore(id),
        }))
    const failed = failures.slice(0, charted / 4).flatMap(({ id }) => panelIds(id, job.columns))
    const shown = [...worst.map(({ id }) => id), ...failed, ...others.map(({ id }) => id)]
    const ids = [...new Set(shown)].slice(0, charted)
    const read = await readForecast(tables, output, job, ids, written)
    const { panel, good } = await historiesOf(tables, job, read.ids, inputs)
    const forecast = onClockOf(panel, read)
    const forecaster = await loadForecaster(state.model.path).catch(() => undefined)
    const fitted = forecaster && good && (await fitsOf(forecaster, forecast, good, { seed: job.seed, signal }))
    return await report(
      {
        forecast,
        ...defined({ panel, backtest: tested && namedBacktests(tested), forecaster, fitted, tried: state.tried }),
        run: {
          series: summary.series,
          seconds: summary.seconds,
          failed: summary.failed,
          failures: failures.slice(0, listed).map(({ id, reason, fallback }) => ({ series: id, reason, fallback })),
          facts: [
            ['Rows', summary.rows.toLocaleString('en')],
            ['Parts', `${summary.parts}${summary.partsKept ? `, ${summary.partsKept} of them made before` : ''}`],
            ['Source', sourceName(job)],
            ['Output', out],
            ['Model', summary.modelId.slice(0, 12)],
          ],
        },
      },
      { path, title: pageTitle('Forecast', job), series: forecast.ids, ...defined({ signal }) },
    )
  } finally {
    await tables.close()
  }
}

const sourceName = ({ source }: Job): string => ('query' in source ? source.query : [source.path].flat().join(', '))

async function readFailures(path: string): Promise<BadSeries[]> {
  const rows: Record<string, string>[] = parse(await readFile(path), { columns: true })
  return rows.map(({ series, reason, fallback }) => ({ id: restoreText(series), reason, fallback }) as BadSeries)
}
