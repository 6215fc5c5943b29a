import { adamW, constantRate, cosineDecay, oneCycle } from '../../../nn/index.ts'
import type { FitOptions } from '../../forecaster.ts'

/** How a kind of network is trained, where it differs from the others. */
export interface TrainingDefaults {
  /** The highest learning rate of `fit`; default 0.002. That of `update` is a third of it. */
  readonly learningRate?: number
  readonly weightDecay?: number
}

/**
 * A network starts from new weights and trains for a fixed number of epochs (`fit`), stops when held-out rows are forecast
 * best (`search`), or takes the number of epochs of a search (`repeat`). Or it continues from its weights (`update`).
 */
export type Purpose = 'fit' | 'search' | 'repeat' | 'update'

/** Optimiser steps of an epoch, if the samples are enough for them. */
const stepsOfEpoch = 50
/** Optimiser steps without a better loss on held-out rows after which a search ends. */
const patientSteps = 150

/**
 * Default options of training. A search has a learning rate that does not fall and averages weights, because it does not
 * know its last step; it takes up to ten passes, or 2,000 steps if the data are large. A training of a fixed length falls
 * to a learning rate of 0. It takes 1,500 steps, but fewer if training would see each sample more than ten times: networks
 * memorise the overlapping windows of few series.
 */
export function defaultsFor(samples: number, purpose: Purpose, usual: TrainingDefaults): FitOptions {
  const { learningRate = 2e-3, ...others } = usual
  const batchSize = samples >= 262_144 ? 128 : samples >= 32_768 ? 64 : 32
  const samplesPerEpoch = Math.min(samples, Math.max(stepsOfEpoch * batchSize, Math.round(samples / 50)))
  const steps = Math.ceil(samplesPerEpoch / batchSize)
  const epochsOf = (wanted: number) => Math.max(1, Math.ceil(wanted / steps))
  const common = { batchSize, samplesPerEpoch, clipNorm: 1 }
  const optimizer = adamW({ learningRate, ...others })
  if (purpose === 'search' || purpose === 'repeat')
    return {
      ...common,
      epochs: epochsOf(Math.max(600, Math.min((10 * samples) / batchSize, 2000))),
      ...(purpose === 'search' ? { patience: Math.max(3, epochsOf(patientSteps)) } : {}),
      optimizer,
      schedule: constantRate({ warmup: 20 / steps }),
      average: true,
    }
  const fixed = epochsOf(Math.max(150, Math.min((10 * samples) / batchSize, 1500)))
  if (purpose === 'fit') return { ...common, epochs: fixed, optimizer, schedule: oneCycle({ rise: 0.2 }) }
  return {
    ...common,
    epochs: Math.ceil(fixed / 4),
    optimizer: adamW({ learningRate: learningRate / 3, ...others }),
    schedule: cosineDecay(),
  }
}
