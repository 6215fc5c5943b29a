// A first look, before anything is written: what is wrong with all series is wrong with the job.

import { GatecastError } from '../../base/error.ts'
import type { Source, Tables } from '../../files/index.ts'
import type { Forecaster } from '../../forecast/index.ts'
import type { Panel } from '../../series/index.ts'
import type { JobEvent } from '../events.ts'
import type { Job, ReadyJob } from '../job/job.ts'
import type { PartContent } from '../parts/part_keys.ts'
import { withoutBadSeries } from './bad_series.ts'
import { readingOf } from './reading.ts'

/** Series that are looked at. */
const most = 32

export interface Probe {
  tables: Tables
  source: Source
  /** The first part of the source. */
  first: PartContent
  forecaster: Forecaster
  onEvent: (event: JobEvent) => void
}

/**
 * Settles the frequency, and forecasts a few series.
 *
 * @throws {GatecastError} the reason of the first series if none of them can be forecast; `ERR_RANGE` if the model
 * forecasts another horizon
 */
export async function probe(job: Job, { tables, source, first, forecaster, onEvent }: Probe): Promise<ReadyJob> {
  if (forecaster.horizon !== job.horizon)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected a model for a horizon of ${job.horizon} steps, got one for ${forecaster.horizon}. Train it for this horizon`,
    )
  const ids = (await tables.ids(source, readingOf(job), first)).slice(0, most)
  const read = (reading: Job, from: number, to: number): Promise<Panel> =>
    tables.readPanel(source, readingOf(reading), { ids: { from: ids[from], to: ids[to - 1] } })

  let frequency = job.frequency
  if (frequency === undefined) {
    const { good, bad } = await withoutBadSeries(ids.length, (from, to) => read(job, from, to))
    if (good.length === 0) throw bad[0].error
    // Halves may differ where one has gaps only: the longest run has seen most.
    const longest = good.reduce((best, run) => (run.to - run.from > best.to - best.from ? run : best))
    frequency = longest.result.frequency.text
    onEvent({ type: 'note', text: `frequency: ${frequency}, from the times of ${ids.length} series` })
  }
  const ready = { ...job, out: job.out as string, frequency }
  const { good, bad } = await withoutBadSeries(ids.length, async (from, to) =>
    forecaster.predict(await read(ready, from, to), { quantiles: job.quantiles, seed: job.seed }),
  )
  if (good.length === 0) throw bad[0].error
  return ready
}
