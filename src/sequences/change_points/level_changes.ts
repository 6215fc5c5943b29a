// Changes of the level of a series with a season. The means of whole seasons hold no season, and depend on each other less
// than neighbouring values do. What dependence is left makes changes dearer: if neighbours have the correlation r, the mean
// of a segment varies (1 + r) / (1 - r) times as much as that of independent values, and the variance that is estimated
// from differences is 1 - r times the true one. Differences of neighbours have the correlation -(1 - r) / 2, whether or not
// the level changes.

import { changePoints } from './change_points.ts'
import { noiseVariance } from './costs.ts'

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
  const level = withoutSeason(values, season)
  const means = Float64Array.from({ length: Math.floor(values.length / size) }, (_, block) =>
    blockMean(level.subarray(block * size, (block + 1) * size)),
  )
  const observed = means.filter((mean) => !Number.isNaN(mean))
  if (observed.length < 2 * minSize) return []
  const r = Math.max(0, 1 + 2 * correlationOfChanges(observed))
  if (r > wandering) return []
  const penalty = (3 * Math.log(observed.length) * (1 + r)) / (1 - r) ** 2
  const { indices } = await changePoints(means, { cost: 'mean', minSize, penalty, ...(signal && { signal }) })
  const lasting = withoutShort(means, indices, penalty * noiseVariance(observed))
  const bounds = [0, ...lasting, means.length]
  const levels = bounds.slice(1).map((to, i) => meanOf(means.subarray(bounds[i], to)))
  return lasting.map((block, i) => ({ row: block * size, before: levels[i], after: levels[i + 1] }))
}

/**
 * Drops changes that a single block makes, with an outlier or with a change of level in its middle: without that block,
 * the values on both sides have one level.
 */
function withoutShort(means: Float64Array, changes: readonly number[], price: number): number[] {
  const kept = [...changes]
  for (let i = 0; i < kept.length; ) {
    const [from, to] = [kept[i - 1] ?? 0, kept[i + 1] ?? means.length]
    const split = squaresOf(means.subarray(from, kept[i])) + squaresOf(means.subarray(kept[i], to))
    if (squaresOf(withoutFarthest(means.subarray(from, to))) > split + price) i++
    else {
      kept.splice(i, 1)
      // The segment before is longer now.
      i = Math.max(0, i - 1)
    }
  }
  return kept
}

function withoutFarthest(values: Float64Array): Float64Array {
  const mean = meanOf(values)
  const distance = (value: number) => (Number.isNaN(value) ? -1 : Math.abs(value - mean))
  const farthest = values.reduce((best, value, i) => (distance(value) > distance(values[best]) ? i : best), 0)
  return values.filter((_, i) => i !== farthest)
}

function squaresOf(values: Float64Array): number {
  const mean = meanOf(values)
  return values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + (value - mean) ** 2), 0)
}

function meanOf(values: Float64Array): number {
  const seen = values.filter((value) => !Number.isNaN(value))
  return seen.reduce((sum, value) => sum + value / seen.length, 0)
}

/** Each row less the mean of its phase, plus the mean of all phases: the mean of a block then misses little if rows are missing. */
function withoutSeason(values: Float64Array, season: number): Float64Array {
  const sums = new Float64Array(season)
  const counts = new Float64Array(season)
  values.forEach((value, row) => {
    if (Number.isNaN(value)) return
    sums[row % season] += value
    counts[row % season]++
  })
  const phases = sums.map((sum, phase) => sum / counts[phase])
  const seen = phases.filter((mean) => !Number.isNaN(mean))
  const middle = seen.reduce((sum, mean) => sum + mean / seen.length, 0)
  return values.map((value, row) => value - phases[row % season] + middle)
}

/** NaN if fewer than three quarters of the rows are known: too few to compare with other blocks. */
function blockMean(block: Float64Array): number {
  const missing = block.filter(Number.isNaN).length
  return 4 * missing > block.length ? Number.NaN : meanOf(block)
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
