import { add, linear, reshape, subtract } from '../../nn/index.ts'
import type { NetworkSpec } from '../network.ts'
import { join, type Row, type Sequence } from './sequence.ts'
import type { WindowInputs } from './window_inputs.ts'

/** What a network that mixes series reads of the past. The rows of all values are the series of all samples. */
export interface MixedPast {
  /** The target in the scale of its window `[rows, context, 1]`; 0 for a missing value. */
  readonly values: Sequence
  /** 1 for a missing value of the target, and the covariates of the past `[rows, context, features]`. */
  readonly beside: Sequence
  /** Static covariates. */
  readonly fixed: readonly Row[]
}

/** The inputs of a network that mixes series. */
export function mixedPast(inputs: WindowInputs, { context, covariates }: NetworkSpec): MixedPast {
  const past = inputs.target('past', [-context, 0], context)
  const beside = join([
    subtract(1, past.mask) as Sequence,
    ...inputs.covariates('pastKnown', covariates.known, [-context, 0], context),
    ...inputs.covariates('pastObserved', covariates.observed, [-context, 0], context),
  ])
  return { values: past.values, beside, fixed: inputs.static(covariates.static) }
}

/** Adds a linear map of each static covariate to the vector of a series. */
export const withFixed = (state: Row, fixed: readonly Row[]): Row =>
  fixed.reduce<Row>((sum, row) => add(sum, linear(row, state.shape[1], { bias: false })) as Row, state)

/** All numbers of a series as one vector. */
export const flat = (x: Sequence): Row => reshape(x, [x.shape[0], Number(x.shape[1]) * x.shape[2]]) as Row
