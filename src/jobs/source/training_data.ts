// The rows that a forecaster learns from: all in one panel, or, if memory is bounded, panels that are read one after
// another from disk.

import { rm } from 'node:fs/promises'
import { temporaryFolder } from '../../base/folders.ts'
import { type IdRange, repartitioned } from '../../files/index.ts'
import type { PanelStream } from '../../forecast/index.ts'
import type { Panel } from '../../series/index.ts'
import { targetsOf } from '../columns/several_targets.ts'
import type { RunOptions } from '../events.ts'
import type { Job, SettledJob } from '../job/job.ts'
import { bytesOf } from '../job/memory_size.ts'
import { type Readable, readGood } from './read_good.ts'
import { readingOf } from './reading.ts'
import { samplePanel } from './sample_panel.ts'

/** Disposing removes temporary files. */
export interface TrainingData extends AsyncDisposable {
  readonly panels: Panel | PanelStream
}

/** Copies of a value during training: in DuckDB, in the panel and in the native table; and two panels exist at a time. */
const copies = 8

/** Ranges of ids in a panel. They come from all over the source, because series with neighbouring ids are often alike. */
const rangesOfPanel = 8

/** All series in one panel. */
export const wholePanel = (settled: SettledJob, run: RunOptions): Promise<Panel> =>
  samplePanel(settled, Number.POSITIVE_INFINITY, run)

/**
 * The number of panels to split the source into: the smallest number for which two panels fit into `train.memory`; 1 if
 * `train.memory` is not set.
 */
export function panelsIn({ job, total }: SettledJob): number {
  const { memory } = job.train
  if (memory === undefined) return 1
  const rows = Math.max(1, bytesOf(memory) / (8 * copies * numbersPerRow(job)))
  return Math.max(1, Math.ceil(total.rows / rows))
}

/** All series as one panel, or as a stream of panels if `train.memory` does not hold all of them. */
export async function trainingData(settled: SettledJob, run: RunOptions): Promise<TrainingData> {
  const count = panelsIn(settled)
  if (count > 1) return streamed(settled, Math.min(count, settled.total.series), run)
  return { panels: await wholePanel(settled, run), async [Symbol.asyncDispose]() {} }
}

async function streamed({ job, tables, total }: SettledJob, count: number, run: RunOptions): Promise<TrainingData> {
  const { source } = job
  const reading = readingOf(job)
  // These ranges do not depend on the parts of the forecast: a model must not depend on how its forecasts are cut.
  const size = Math.max(1, Math.floor(total.series / count / rangesOfPanel))
  const { parts: ranges, clustered } = await tables.parts(source, reading, size)
  const panels = Math.min(count, ranges.length)
  run.onEvent?.({ type: 'note', text: `trained in ${panels} pieces, to stay within ${job.train.memory} of memory` })
  const readable: Readable = { tables, source, reading }
  if (clustered)
    return {
      panels: streamOf(panels, ranges, (some) => readGood(readable, { ids: some }, () => idsIn(readable, some), run)),
      async [Symbol.asyncDispose]() {},
    }
  // The rows of each series are spread over the source. They are sorted once, so that no epoch has to search for them.
  run.onEvent?.({ type: 'stage', stage: 'partition' })
  const folder = await temporaryFolder()
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const files = await tables.repartition(source, reading, ranges, folder)
    const pathOf = new Map(ranges.map((range, i) => [range as IdRange, files[i].path as string]))
    const stream = streamOf(panels, ranges, (some) => {
      const path = some.map((range) => pathOf.get(range) as string)
      const own: Readable = { tables, source: { path }, reading: repartitioned(reading) }
      return readGood(own, {}, () => idsIn(own, some), run)
    })
    return { panels: stream, [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Panel `index` has every `count`-th range, starting with range `index`. */
function streamOf(count: number, ranges: readonly IdRange[], read: (some: IdRange[]) => Promise<Panel>): PanelStream {
  return { count, read: (index) => read(ranges.filter((_, i) => i % count === index)) }
}

async function idsIn({ tables, source, reading }: Readable, ranges: readonly IdRange[]): Promise<string[]> {
  const ids: string[] = []
  for (const range of ranges) ids.push(...(await tables.ids(source, reading, range)))
  return ids
}

/** Time, target, and covariates that change. Each target is a series with covariates of its own. */
const numbersPerRow = ({ columns: { target, known, observed } }: Job): number =>
  targetsOf(target).length * (2 + known.length + observed.length)
