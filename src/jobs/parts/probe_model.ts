import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { Forecaster } from '../../forecast/index.ts'
import type { SettledJob } from '../job/job.ts'
import { withoutBadSeries } from '../source/bad_series.ts'
import { readingOf } from '../source/reading.ts'

/** Largest number of series that are forecast. */
const most = 32

/**
 * Forecasts a few series of a job, before anything is written: an error that all of them have is an error of the job.
 *
 * @throws {GatecastError} the error of the first series if the model cannot forecast any of them; `ERR_RANGE` if the model
 * has another horizon; `ERR_JOB` if the model reads all series together and the job has several parts
 */
export async function probeModel(
  { job, tables, parts }: SettledJob,
  forecaster: Forecaster,
  signal?: AbortSignal,
): Promise<void> {
  const { source, horizon, quantiles, seed } = job
  if (forecaster.horizon !== horizon)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected a model for a horizon of ${horizon} steps, got one for ${forecaster.horizon}. Use --horizon ` +
        `${forecaster.horizon}, or train a model for ${horizon} steps`,
    )
  const { mixes, targets } = forecaster.facts?.() ?? {}
  // A part has all targets of its series.
  if (mixes && !targets && parts.length > 1)
    throw new GatecastError(
      'ERR_JOB',
      `Expected all ${mixes.length} series in one part for a model of kind ${forecaster.kind}, which mixes them, got ` +
        `${parts.length} parts. Use --partition-series ${mixes.length}, or a model that reads each series by itself`,
    )
  const reading = readingOf(job)
  const ids = (await tables.ids(source, reading, parts[0])).slice(0, mixes?.length ?? most)
  const { good, bad } = await withoutBadSeries(ids.length, async (from, to) => {
    const panel = await tables.readPanel(source, reading, { ids: { from: ids[from], to: ids[to - 1] } })
    return forecaster.predict(panel, { quantiles, seed, ...defined({ signal }) })
  })
  if (good.length === 0) throw bad[0].error
}
