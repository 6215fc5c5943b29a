// The rows that a network is trained on: all at once, or where memory is bounded piece by piece from disk.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import { type IdRange, repartitioned } from '../../files/index.ts'
import type { PanelStream } from '../../forecast/index.ts'
import type { Panel } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import type { Job } from '../job/job.ts'
import { type Readable, readGood } from './read_good.ts'
import { readingOf } from './reading.ts'
import { type Prepared, samplePanel } from './settle.ts'

export interface TrainingData extends AsyncDisposable {
  readonly panels: Panel | PanelStream
}

/**
 * Copies of a value while it is read and trained on: in DuckDB, in the panel and in the native table; and two panels are
 * there at a time.
 */
const copies = 8

/** Ranges of ids that make up a panel: from all over the source, as series that follow each other are often alike. */
const rangesOfPanel = 8

/** All rows as one panel, or as a stream of panels of which `train.memory` holds two. */
export async function trainingData(prepared: Prepared, run: RunOptions): Promise<TrainingData> {
  const { job, total } = prepared
  const whole = async () => ({
    panels: await samplePanel(prepared, Number.POSITIVE_INFINITY, run),
    async [Symbol.asyncDispose]() {},
  })
  const { memory } = job.train
  if (memory === undefined) return whole()
  const rows = Math.max(1, bytesOf(memory) / (8 * copies * columnsOf(job)))
  const count = Math.ceil(total.rows / rows)
  if (count <= 1) return whole()
  return streamed(prepared, Math.min(count, total.series), run)
}

async function streamed(prepared: Prepared, count: number, run: RunOptions): Promise<TrainingData> {
  const { job, tables, source, total } = prepared
  const reading = readingOf(job)
  const size = Math.max(1, Math.floor(total.series / count / rangesOfPanel))
  const { parts, clustered } = await tables.parts(source, reading, size)
  const panels = Math.min(count, parts.length)
  run.onEvent?.({ type: 'note', text: `trained in ${panels} pieces, for ${job.train.memory} of memory` })
  const readable: Readable = { tables, source, reading }
  if (clustered)
    return {
      panels: streamOf(panels, parts, (ranges) =>
        readGood(readable, { ids: ranges }, () => idsIn(readable, ranges), run),
      ),
      async [Symbol.asyncDispose]() {},
    }
  // Rows of a series are all over the source: brought together once, rather than looked for in every epoch.
  run.onEvent?.({ type: 'stage', stage: 'partition' })
  const folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const files = await tables.repartition(source, reading, parts, folder)
    const pathOf = new Map(parts.map((part, i) => [part as IdRange, files[i].path as string]))
    const stream = streamOf(panels, parts, (ranges) => {
      const path = ranges.map((range) => pathOf.get(range) as string)
      const own: Readable = { tables, source: { path }, reading: repartitioned(reading) }
      return readGood(own, {}, () => idsIn(own, ranges), run)
    })
    return { panels: stream, [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** Every `count`-th range goes into the same panel. */
function streamOf(count: number, ranges: readonly IdRange[], read: (some: IdRange[]) => Promise<Panel>): PanelStream {
  return { count, read: (index) => read(ranges.filter((_, i) => i % count === index)) }
}

async function idsIn({ tables, source, reading }: Readable, ranges: readonly IdRange[]): Promise<string[]> {
  const ids: string[] = []
  for (const range of ranges) ids.push(...(await tables.ids(source, reading, range)))
  return ids
}

/** Of numbers in a row, and its time. */
const columnsOf = ({ columns: { known, observed } }: Job): number => 2 + known.length + observed.length

/** @throws {GatecastError} `ERR_JOB` */
function bytesOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b$/i.exec(text.trim())
  if (match) return Number(match[1]) * 1000 ** ['', 'k', 'm', 'g', 't'].indexOf(match[2].toLowerCase())
  throw new GatecastError('ERR_JOB', `train.memory: expected a size such as 500MB or 1GB, got "${text}"`)
}
