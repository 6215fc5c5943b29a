import { checkNumbers } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

/** How well predicted numbers agree with labels. */
export interface NumberScores {
  /** Root of the mean squared error, in units of the labels. */
  rmse: number
  /** Mean absolute error, in units of the labels. */
  mae: number
  /** Share of the variance that is explained: 1 is perfect, 0 as good as the mean. NaN if all labels are equal. */
  r2: number
}

/**
 * Compares predicted numbers with labels.
 *
 * @param labels - the actual number of each sequence
 * @param values - the predicted one
 * @returns root mean squared error, mean absolute error and R²
 * @throws {GatecastError} `ERR_DATA` unless there is a prediction for each label, and at least one; `ERR_NOT_FINITE`
 * naming the index; `ERR_TYPE`
 * @example
 * regressionScores([1, 2, 3], [1, 2, 4]).r2 // 0.5
 */
export function regressionScores(labels: ArrayLike<number>, values: ArrayLike<number>): NumberScores {
  checkFinite('labels', labels)
  checkFinite('values', values)
  const n = labels.length
  if (n === 0 || n !== values.length)
    throw new GatecastError('ERR_DATA', `Expected a predicted value for each of ${n} labels, got ${values.length}`)
  let [total, squares, absolute, spread] = [0, 0, 0, 0]
  for (let i = 0; i < n; i++) total += labels[i]
  for (let i = 0; i < n; i++) {
    const error = values[i] - labels[i]
    squares += error * error
    absolute += Math.abs(error)
    spread += (labels[i] - total / n) ** 2
  }
  // Rounding of the mean gives equal labels a spread that is not exactly 0.
  const areEqual = Array.prototype.every.call(labels, (label) => label === labels[0])
  return { rmse: Math.sqrt(squares / n), mae: absolute / n, r2: areEqual ? Number.NaN : 1 - squares / spread }
}

function checkFinite(name: string, values: ArrayLike<number>): void {
  checkNumbers(name, values)
  const wrong = Array.prototype.findIndex.call(values, (value) => !Number.isFinite(value))
  if (wrong < 0) return
  throw new GatecastError('ERR_NOT_FINITE', `Expected finite ${name}, got ${values[wrong]} at index ${wrong}`)
}
