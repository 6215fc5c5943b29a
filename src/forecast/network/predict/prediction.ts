// Two ways to forecast the windows at the end of each series: the whole horizon at once, or drawn step by step.

import type { Windows } from '../../../addon/index.ts'
import { checkWhole } from '../../../base/check.ts'
import { parameterNames } from '../../../models/index.ts'
import type { Model } from '../../../nn/index.ts'
import type { PredictOptions } from '../../forecaster.ts'
import type { NetworkSettings } from '../design/options.ts'
import { type Readout, readOutputs, readPaths } from './readout.ts'

/** Numbers of one run of drawn paths that are held in memory. */
const most = 2 ** 22

export async function runOnce(
  model: Model,
  { output }: NetworkSettings,
  windows: Windows,
  levels: readonly number[],
  options: PredictOptions,
): Promise<Readout> {
  const { batchSize } = options
  const run = { ...callOf(options), ...precisionOf(options) }
  const tensors = await model.predict(windows, { ...run, ...(batchSize !== undefined && { batchSize }) })
  return readOutputs(output, tensors, levels)
}

/** Mean and quantiles of sampled futures; of a point output the one future that its forecasts lead to. */
export async function drawPaths(
  model: Model,
  { output, horizon }: NetworkSettings,
  windows: Windows,
  levels: readonly number[],
  options: PredictOptions,
): Promise<Readout> {
  const { samples = 200, seed = 0, batchSize = 64 } = options
  const kind = output.kind as keyof typeof parameterNames
  const paths = kind === 'point' ? 1 : checkWhole('samples', samples, 1)
  const series = windows.first.length
  const empty = () => new Float64Array(series * horizon)
  const readout: Readout = { mean: empty(), quantiles: levels.map(empty) }
  const share = Math.max(1, Math.floor(most / (paths * horizon)))
  for (let from = 0; from < series; from += share) {
    const count = windows.count.map((_, i) => (i >= from && i < from + share ? 1 : 0))
    const drawn = await model.samplePaths(
      { ...windows, count },
      {
        ...callOf(options),
        ...precisionOf(options),
        ...{ paths, horizon, seed, batchSize },
        likelihood: kind,
        outputs: parameterNames[kind],
        scaled: kind !== 'negativeBinomial',
      },
    )
    readPaths(drawn, levels, readout, from)
  }
  return readout
}

export const callOf = ({ threads, signal }: Pick<PredictOptions, 'threads' | 'signal'>) => ({
  ...(threads !== undefined && { threads }),
  ...(signal && { signal }),
})

export const precisionOf = ({ precision }: Pick<PredictOptions, 'precision'>) => ({
  ...(precision !== undefined && { precision }),
})
