// Forecasts one part: reads its rows from the source, and writes its forecast to a file.

import { defined } from '../../base/defined.ts'
import { blameOf } from '../../base/error.ts'
import { hashFile } from '../../base/hash_file.ts'
import { type Tables, type Written, writeTable } from '../../files/index.ts'
import { isText } from '../../files/write/output_formats.ts'
import { type Forecast, type Forecaster, seasonalNaive } from '../../forecast/index.ts'
import { withinSupport } from '../../forecast/support.ts'
import type { JobEvent } from '../events.ts'
import type { CompleteJob } from '../job/job.ts'
import { type BadSeries, type Manifest, writeManifest } from '../output/manifest.ts'
import { type OutputPaths, partPath } from '../output/paths.ts'
import { withoutBadSeries } from '../source/bad_series.ts'
import { forecastColumns, type Segment } from './forecast_columns.ts'
import type { Part } from './part_keys.ts'
import type { PartInput } from './plan_forecast.ts'
import { roundedColumns } from './round_columns.ts'

/** The job, the model and the tables that all parts share. */
export interface PartWork {
  readonly job: CompleteJob
  readonly paths: OutputPaths
  readonly tables: Tables
  readonly forecaster: Forecaster
  readonly modelId: string
  readonly threads: number
  readonly signal?: AbortSignal
  readonly onEvent?: (event: JobEvent) => void
}

/**
 * Forecasts a part, and writes its manifest and its file. A series that the model cannot forecast gets the seasonal naive
 * forecast, and an entry in the errors of the manifest.
 *
 * @throws {GatecastError} an error for which no series is to blame; if the job is strict, also the error of a series
 */
export async function forecastPart(work: PartWork, part: Part, input: PartInput): Promise<Manifest> {
  const start = performance.now()
  const { job, paths, modelId } = work
  const { segments, errors } = await forecastSeries(work, part, input)
  const columns = forecastColumns(segments, job)
  const path = partPath(paths, part.index)
  // A folder in the place of the part has no hash. Writing the part reports it.
  const before = await hashFile(path)
  const manifestOf = (written: Written): Manifest => ({
    part: part.index,
    key: part.key,
    model: modelId,
    from: part.from,
    to: part.to,
    series: part.series,
    ...written,
    ...(before === undefined || before === written.sha256 ? {} : { replaces: before }),
    madeAt: new Date().toISOString(),
    seconds: (performance.now() - start) / 1000,
    errors,
  })
  // The manifest is written before the part has its name: a part without a manifest would be a file that no run has made.
  let manifest!: Manifest
  const beforeRename = async (file: Written) => {
    manifest = manifestOf(file)
    await writeManifest(paths, manifest)
  }
  const { csvFormulas, digits } = job
  await writeTable(path, isText(paths.format) ? roundedColumns(columns, digits) : columns, beforeRename, {
    csvFormulas,
  })
  return manifest
}

async function forecastSeries(
  work: PartWork,
  part: Part,
  { source, reading }: PartInput,
): Promise<{ segments: Segment[]; errors: BadSeries[] }> {
  const { job, tables, forecaster, onEvent } = work
  const { quantiles, seed, precision } = job
  const { threads, signal } = work
  const options = { quantiles, seed, precision, threads, ...defined({ signal }) }
  let ids: string[] | undefined
  const attempt = async (from: number, to: number): Promise<Forecast> => {
    // Ids are read only when there is a bad series to find.
    if (to - from < part.series) ids ??= await tables.ids(source, reading, part)
    const range = ids ? { from: ids[from], to: ids[to - 1] } : part
    return forecaster.predict(await tables.readPanel(source, reading, { ids: range }), options)
  }
  const { good, bad } = await withoutBadSeries(part.series, attempt)

  const found: { from: number; segment: Segment }[] = good.map(({ from, result }) => ({
    from,
    segment: { forecast: result, isFallback: false },
  }))
  const errors: BadSeries[] = []
  for (const { series, error } of bad) {
    if (job.strict) throw error
    const id = (ids as string[] | undefined)?.[series] ?? part.from
    const forecasts = await fallbacksFor(work, { source, reading }, id)
    for (const forecast of forecasts) found.push({ from: series, segment: { forecast, isFallback: true } })
    const entry: BadSeries = { id, reason: error.message, fallback: forecasts.length ? 'seasonalNaive' : 'none' }
    errors.push(entry)
    onEvent?.({ type: 'bad', ...entry })
  }
  return { segments: found.sort((a, b) => a.from - b.from).map(({ segment }) => segment), errors }
}

/**
 * The seasonal naive forecasts of the targets of a series, within the limits of the model; without those that its rows do
 * not allow. The covariates are read too if they can be: in a source without a future table they say which rows are the
 * plan, and the forecast begins before them.
 */
async function fallbacksFor(work: PartWork, { source, reading }: PartInput, id: string): Promise<Forecast[]> {
  const { job, tables, threads, forecaster } = work
  const { known, observed, static: fixed, categorical, future, ...target } = reading
  const mayHavePlan = known !== undefined && known.length > 0 && future === undefined
  for (const roles of mayHavePlan ? [reading] : [reading, target])
    try {
      const panel = await tables.readPanel(source, { ...roles, duplicates: 'last' }, { ids: { from: id, to: id } })
      const { good } = await withoutBadSeries(panel.seriesCount, (from, to) =>
        seasonalNaive({ horizon: job.horizon }).predict(panel.select(rangeOf(from, to)), {
          quantiles: job.quantiles,
          threads,
        }),
      )
      if (good.length) return good.map(({ result }) => withinSupport(result, forecaster.support))
    } catch (error) {
      if (blameOf(error) !== 'series') throw error
    }
  return []
}

const rangeOf = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
