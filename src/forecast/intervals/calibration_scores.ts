import { GatecastError } from '../../base/error.ts'
import type { Tensor, Tensors } from '../../nn/index.ts'

/** The most scores that are kept for a step. More of them would not make a quantile more precise in practice. */
const mostKept = 9999

/** The conformal scores of each forecast step, sorted. */
export class CalibrationScores {
  readonly #steps: readonly Float32Array[]

  private constructor(steps: readonly Float32Array[]) {
    this.#steps = steps
  }

  static of(steps: readonly (readonly number[])[]): CalibrationScores {
    return new CalibrationScores(steps.map((scores) => thinned(Float32Array.from(scores).sort())))
  }

  /**
   * The ceil((n + 1) share)-th smallest of the n scores of a step. The next score stays below it with a probability of
   * `share` or more.
   *
   * @throws {GatecastError} `ERR_DATA` if there are too few scores for this share
   */
  at(step: number, share: number): number {
    const scores = this.#steps[step]
    // 1e-9: rounding makes a share like 1 - 2 * 0.1 a little more or less than 0.8.
    const rank = Math.ceil((scores.length + 1) * share - 1e-9)
    if (rank <= scores.length) return scores[rank - 1]
    throw new GatecastError(
      'ERR_DATA',
      `Expected ${Math.ceil(share / (1 - share) - 1e-9)} calibration errors or more for an interval of ` +
        `${Number((100 * share).toFixed(4))} %, got ${scores.length} at step ${step + 1}. Calibrate on more windows ` +
        '(conformal(forecaster, { windows })) or series, or request narrower intervals',
    )
  }

  toTensors(): Tensors {
    const counts = this.#steps.map(({ length }) => length)
    const all = new Float32Array(counts.reduce((sum, count) => sum + count, 0))
    let offset = 0
    for (const scores of this.#steps) {
      all.set(scores, offset)
      offset += scores.length
    }
    return {
      'scores.counts': { shape: [counts.length], data: Int32Array.from(counts) },
      'scores.sorted': { shape: [all.length], data: all },
    }
  }

  /** @throws {GatecastError} `ERR_FILE` unless they are ascending scores of each step, or none at all */
  static fromTensors(
    { 'scores.counts': counts, 'scores.sorted': sorted }: Tensors,
    horizon: number,
  ): CalibrationScores | null {
    if (!counts && !sorted) return null
    const held = Array.from(counts?.data ?? []).reduce((sum, count) => sum + (count >= 0 ? count : Number.NaN), 0)
    if (counts?.data.length !== horizon || held !== sorted?.data.length || !isAscending(sorted, counts))
      throw new GatecastError(
        'ERR_FILE',
        `Expected ascending calibration errors for each of ${horizon} steps, got others`,
      )
    let offset = 0
    return new CalibrationScores(
      Array.from(counts.data, (count) => {
        offset += count
        return Float32Array.from(sorted.data.subarray(offset - count, offset))
      }),
    )
  }
}

function isAscending({ data }: Tensor, counts: Tensor): boolean {
  let start = 0
  for (const count of counts.data) {
    for (let i = start; i < start + count; i++) if (!(data[i] >= (i > start ? data[i - 1] : 0))) return false
    start += count
  }
  return true
}

/** Keeps at most `mostKept` scores, evenly spaced by rank. It rounds ranks up: intervals never become narrower. */
function thinned(sorted: Float32Array): Float32Array {
  const n = sorted.length
  if (n <= mostKept) return sorted
  return Float32Array.from({ length: mostKept }, (_, i) => {
    const rank = Math.ceil(((i + 1) * (n + 1)) / (mostKept + 1))
    return sorted[Math.min(rank, n) - 1]
  })
}
