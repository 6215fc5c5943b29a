// Forecasters of any kind, small enough that a test can make one of each.
import type { FitOptions, Forecaster } from '../../../src/forecast/forecaster.ts'
import type { ForecasterKind } from '../../../src/forecast/kind.ts'

/** A training of one short epoch. */
export const training: FitOptions = { epochs: 1, batchSize: 16, samplesPerEpoch: 64, calibrate: false }

/** Options that make a network small; kinds without them are small already. */
const small = { hiddenSize: 4, layers: 1, context: 12 }

export const smallOptions = ({ options }: ForecasterKind) =>
  Object.fromEntries(Object.entries(small).filter(([name]) => name in options))

export const smallOf = (kind: ForecasterKind, options: object): Forecaster =>
  kind.make({ ...smallOptions(kind), ...options })
