import { adamW, cosineDecay, oneCycle } from '../../../nn/index.ts'
import type { FitOptions } from '../../forecaster.ts'

/** How a kind of network is trained, where it differs from the others. */
export interface TrainingDefaults {
  /** The highest learning rate of `fit`; default 0.003. That of `update` is a third of it. */
  readonly learningRate?: number
  readonly weightDecay?: number
}

/** Whether a network starts from new weights (`fit`), or continues from its current weights (`update`). */
export type Purpose = 'fit' | 'update'

/**
 * Default options of training. It takes 1,500 steps or more, but fewer if training would see each sample more than ten
 * times: networks memorise the overlapping windows of few series. It takes 300 steps or more in any case.
 */
export function defaultsFor(
  samples: number,
  purpose: Purpose,
  { learningRate = 3e-3, ...others }: TrainingDefaults,
): FitOptions {
  const batchSize = samples >= 4096 ? 128 : samples >= 1024 ? 64 : 32
  const samplesPerEpoch = Math.min(samples, Math.min(50_000, Math.max(10_000, Math.round(samples / 20))))
  const stepsPerEpoch = Math.ceil(samplesPerEpoch / batchSize)
  const steps = Math.max(300, Math.min((10 * samples) / batchSize, Math.max(1500, 20 * stepsPerEpoch)))
  const epochs = Math.ceil(steps / stepsPerEpoch)
  const common = { batchSize, samplesPerEpoch, clipNorm: 1 }
  if (purpose === 'update')
    return {
      ...common,
      epochs: Math.ceil(epochs / 4),
      optimizer: adamW({ learningRate: learningRate / 3, ...others }),
      schedule: cosineDecay(),
    }
  return { ...common, epochs, optimizer: adamW({ learningRate, ...others }), schedule: oneCycle({ rise: 0.2 }) }
}
