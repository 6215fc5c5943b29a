import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkValue, stepsOf } from '../data/steps.ts'
import type { ScoreStream } from './kind.ts'

/** Reads one sequence, a step at a time. Made by `classifier.stream()` and `regressor.stream()`. */
export interface SequenceStream<Step> {
  /**
   * Takes the next step.
   *
   * @param step - a number for each channel, or one number if there is one channel; NaN for a missing value
   * @returns the prediction for the sequence up to this step, the same as `predict` gives for it
   * @throws {GatecastError} `ERR_SHAPE` for another number of channels, `ERR_TYPE`, `ERR_NOT_FINITE`, `ERR_DISPOSED`
   */
  push(step: number | ArrayLike<number>): Step
  /** Starts a new sequence. */
  reset(): void
  /** Releases the native memory. */
  [Symbol.dispose](): void
}

export function streamOf<Step>(
  scores: ScoreStream,
  count: number,
  read: (scores: Float64Array) => Step,
): SequenceStream<Step> {
  return {
    push(step) {
      const given = typeof step === 'number' ? [step] : step
      const { steps, channels, at } = stepsOf('a step', given)
      if (channels !== 1 || steps !== count)
        throw new GatecastError(
          'ERR_SHAPE',
          `Expected ${count} numbers in a step, one for each channel, got ${shown(step)}`,
        )
      const values = Float64Array.from({ length: count }, (_, channel) =>
        checkValue(at(channel, 0), () => `channel ${channel} of the step`),
      )
      return read(scores.push(values))
    },
    reset: () => scores.reset(),
    [Symbol.dispose]: () => scores.dispose(),
  }
}
