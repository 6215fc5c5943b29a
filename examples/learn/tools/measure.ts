import type { Tensor } from 'gatecast/nn'

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** The number of the largest of the scores of row `row`. */
export function largestOf(scores: ArrayLike<number>, row: number, classes: number): number {
  let top = 0
  for (let i = 1; i < classes; i++) if (scores[row * classes + i] > scores[row * classes + top]) top = i
  return top
}

/** How many numbers training may change. */
export const weightsOf = ({ parameters }: { parameters: Readonly<Record<string, Tensor>> }): number =>
  Object.values(parameters).reduce((sum, { data }) => sum + data.length, 0)
