// Reads a sample of the series of a source, to infer the frequency, to choose a model, or for a backtest.

import { defined } from '../../base/defined.ts'
import type { IdRange, ReadPanelOptions } from '../../files/index.ts'
import type { Panel } from '../../series/index.ts'
import type { RunOptions } from '../events.ts'
import type { Job, SettledJob } from '../job/job.ts'
import { readGood } from './read_good.ts'
import { readingOf } from './reading.ts'

/** A settled job, or one whose frequency is still to be inferred. */
type Surveyed = Pick<SettledJob, 'tables' | 'parts' | 'total'> & { readonly job: Job }

/** Number of series whose ids are read together. */
const blockSize = 4096

/**
 * Reads at most `most` series, taken evenly in the order of their ids, and leaves out bad ones.
 *
 * @param most - largest number of series; `Infinity` for all
 * @param maxBlocks - largest number of blocks of 4096 series that the sample is taken from
 * @param onLeftOut - called with rows of the future table that are left out
 */
export async function samplePanel(
  surveyed: Surveyed,
  most: number,
  run: RunOptions,
  maxBlocks = most,
  onLeftOut?: ReadPanelOptions['onLeftOut'],
): Promise<Panel> {
  const { tables, job, total } = surveyed
  const readable = { tables, source: job.source, reading: readingOf(job) }
  const how = defined({ onLeftOut })
  if (total.series <= most) return readGood(readable, how, () => idsOf(surveyed, () => true), run)
  const ranks = new Set(sampleRanks(total.series, most, maxBlocks))
  const ids = await idsOf(surveyed, (rank) => ranks.has(rank))
  return readGood(readable, { ...how, ids }, async () => ids, run)
}

/**
 * The ranks of the series of a sample, in the order of ids. Ids are read block by block, so the sample takes the same
 * number of series from each of at most `maxBlocks` blocks. The ranks depend on the number of series and not on the size
 * of the parts: a job with other parts chooses and tests its model on the same series.
 */
export function sampleRanks(total: number, most: number, maxBlocks: number): number[] {
  const ranks: number[] = []
  const blocks = evenly(Math.ceil(total / blockSize), Math.min(most, maxBlocks))
  for (const [i, block] of blocks.entries()) {
    const share = Math.ceil((most - ranks.length) / (blocks.length - i))
    const first = block * blockSize
    for (const rank of evenly(Math.min(blockSize, total - first), share)) ranks.push(first + rank)
  }
  return ranks
}

/** Chooses at most `count` of the numbers from 0 to `size` - 1, evenly spaced. */
function evenly(size: number, count: number): number[] {
  if (size <= count) return Array.from({ length: size }, (_, i) => i)
  return Array.from({ length: count }, (_, i) => Math.floor((i * size) / count))
}

/** The ids of the series whose ranks are wanted. One block of ids at a time is in memory. */
async function idsOf({ tables, parts, job }: Surveyed, isWanted: (rank: number) => boolean): Promise<string[]> {
  const wanted: string[] = []
  for (const { range, first, series } of blocksOf(parts)) {
    const own = Array.from({ length: series }, (_, i) => i).filter((i) => isWanted(first + i))
    if (own.length === 0) continue
    const ids = await tables.ids(job.source, readingOf(job), range)
    for (const i of own) if (i < ids.length) wanted.push(ids[i])
  }
  return wanted
}

interface Block {
  readonly range: IdRange
  /** Rank of the block's first series. */
  readonly first: number
  readonly series: number
}

/** Parts that follow each other, joined until they have `blockSize` series: each query for ids may read the whole source. */
function blocksOf(parts: SettledJob['parts']): Block[] {
  const blocks: Block[] = []
  let first = 0
  for (const { from, to, series } of parts) {
    const last = blocks.at(-1)
    if (last && last.series < blockSize)
      blocks[blocks.length - 1] = { ...last, range: { from: last.range.from, to }, series: last.series + series }
    else blocks.push({ range: { from, to }, first, series })
    first += series
  }
  return blocks
}
