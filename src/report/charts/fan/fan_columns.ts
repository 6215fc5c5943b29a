import { centralIntervals, loneLevels } from '../intervals.ts'

/** Values of a column from one row on. */
export type Piece = readonly [row: number, values: ArrayLike<number>]

/**
 * Converts a forecast to columns of a chart: mean, quantiles without a counterpart, and bands between ends of
 * intervals.
 */
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
  // ECharts stacks the bands: the first column is the lowest quantile, the others are the heights of the bands above
  // it.
  intervalEdges(levels).forEach((edge, i, edges) => {
    const heights = mean.map((_, step) => quantiles[edge][step] - (i ? quantiles[edges[i - 1]][step] : 0))
    columns[`${layer} ${i ? `band${i}` : 'base'}`] = [[row, heights]]
  })
  return columns
}

/** The positions of the ends of all central intervals among the levels, from the lowest end to the highest. */
export function intervalEdges(levels: readonly number[]): number[] {
  const intervals = centralIntervals(levels)
  return [...intervals.map(({ lower }) => lower), ...intervals.map(({ upper }) => upper).reverse()]
}

/** Fills a column of `length` rows with its pieces; all other rows are null. */
export function fillColumn(pieces: readonly Piece[], length: number): (number | null)[] {
  const values = new Array<number | null>(length).fill(null)
  for (const [row, piece] of pieces)
    for (let i = 0; i < piece.length; i++) values[row + i] = Number.isNaN(piece[i]) ? null : piece[i]
  return values
}
