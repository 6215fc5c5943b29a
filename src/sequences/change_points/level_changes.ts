// Changes of the level of a series with a season. The means of whole seasons hold no season, and depend on each other less
// than neighbouring values do. What dependence is left makes changes dearer: if neighbours have the correlation r, the mean
// of a segment varies (1 + r) / (1 - r) times as much as that of independent values, and the variance that is estimated
// from differences is 1 - r times the true one. Differences of neighbours have the correlation -(1 - r) / 2, whether or not
// the level changes.

import { changePoints } from './change_points.ts'

/** A change of the level of a series. */
export interface LevelChange {
  /** The first row after the change; with a season, the first row of a season. */
  readonly row: number
  /** The mean before, since the change before. */
  readonly before: number
  /** The mean after, up to the next change. */
  readonly after: number
}

/** With more blocks the search would take long if there is no change. */
const mostBlocks = 4000
/** A series whose neighbours are more alike wanders, as prices do: it has no level that could change. */
const wandering = 0.75
/** The fewest blocks of a segment. */
const minSize = 4

/**
 * The changes of level of a series; none if it has fewer than eight seasons, or wanders like a random walk.
 *
 * @param season - rows in a season; 1 for none
 */
export async function levelChanges(
  values: Float64Array,
  season: number,
  signal: AbortSignal | undefined,
): Promise<LevelChange[]> {
  const size = season * Math.ceil(values.length / season / mostBlocks)
  const means = Float64Array.from({ length: Math.floor(values.length / size) }, (_, block) =>
    blockMean(values.subarray(block * size, (block + 1) * size)),
  )
  const observed = means.filter((mean) => !Number.isNaN(mean))
  if (observed.length < 2 * minSize) return []
  const r = Math.max(0, 1 + 2 * correlationOfChanges(observed))
  if (r > wandering) return []
  const penalty = (3 * Math.log(observed.length) * (1 + r)) / (1 - r) ** 2
  const { indices, segments } = await changePoints(means, { cost: 'mean', minSize, penalty, ...(signal && { signal }) })
  return indices.map((block, i) => ({
    row: block * size,
    before: segments[i].mean,
    after: segments[i + 1].mean,
  }))
}

/** NaN if fewer than three quarters of the rows are known: without some rows the mean would hold a part of the season. */
function blockMean(block: Float64Array): number {
  const seen = block.filter((value) => !Number.isNaN(value))
  if (4 * seen.length < 3 * block.length) return Number.NaN
  return seen.reduce((sum, value) => sum + value / seen.length, 0)
}

/** The correlation of the change of each value with the next change, by the medians of robust sums and differences. */
function correlationOfChanges(values: Float64Array): number {
  const changes = values.subarray(1).map((value, i) => value - values[i])
  const next = changes.subarray(1)
  const sum = medianSize(next.map((change, i) => change + changes[i])) ** 2
  const difference = medianSize(next.map((change, i) => change - changes[i])) ** 2
  return sum + difference > 0 ? (sum - difference) / (sum + difference) : -0.5
}

const medianSize = (values: Float64Array): number => values.map(Math.abs).sort()[values.length >> 1] ?? 0
