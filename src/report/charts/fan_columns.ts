import { centralIntervals, loneLevels } from './intervals.ts'

/** Values of a column from a row on. */
export type Piece = readonly [row: number, values: ArrayLike<number>]

/** A forecast as the columns of a chart: mean, single quantiles, and the bands between the ends of its intervals. */
export function fanColumns(
  layer: string,
  row: number,
  {
    mean,
    levels,
    quantiles,
  }: { mean: Float64Array; levels: readonly number[]; quantiles: readonly ArrayLike<number>[] },
): Record<string, Piece[]> {
  const columns: Record<string, Piece[]> = { [`${layer} mean`]: [[row, mean]] }
  for (const i of loneLevels(levels)) columns[`${layer} q${levels[i]}`] = [[row, quantiles[i]]]
  // Bands are drawn on top of each other: the first column lifts them to the lowest quantile, the others are heights.
  intervalEdges(levels).forEach((edge, i, edges) => {
    const heights = mean.map((_, step) => quantiles[edge][step] - (i ? quantiles[edges[i - 1]][step] : 0))
    columns[`${layer} ${i ? `band${i}` : 'base'}`] = [[row, heights]]
  })
  return columns
}

/** The ends of all central intervals, from the lowest to the highest. */
export function intervalEdges(levels: readonly number[]): number[] {
  const intervals = centralIntervals(levels)
  return [...intervals.map(({ lower }) => lower), ...intervals.map(({ upper }) => upper).reverse()]
}

/** The rows of a column: its pieces, and null elsewhere. */
export function fillColumn(pieces: readonly Piece[], length: number): (number | null)[] {
  const values = new Array<number | null>(length).fill(null)
  for (const [row, piece] of pieces)
    for (let i = 0; i < piece.length; i++) values[row + i] = Number.isNaN(piece[i]) ? null : piece[i]
  return values
}
