import type { TrainerState } from '../../addon/index.ts'

/** Exponent of the running average of the weights: with 8 it is over about the last tenth of all steps. */
export const exponent = 8

/** The weights that a training gives: their average, if there is one. */
export const weightsOf = ({ weights, average }: TrainerState): Float32Array => average ?? weights
