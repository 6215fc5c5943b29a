// Forecasts the window at the end of each series: the whole horizon at once, or paths that are drawn step by step.

import { binding, type Windows } from '../../../addon/index.ts'
import { checkWhole } from '../../../base/check.ts'
import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import { checkMemory } from '../../../base/resources/memory_limit.ts'
import { distributionOf, isScaled, type Readout } from '../../../models/index.ts'
import type { Model } from '../../../nn/index.ts'
import type { PredictOptions } from '../../forecaster.ts'
import type { NetworkSettings } from '../design/settings.ts'
import { readPaths } from './read_paths.ts'
import { unscaled } from './unscaled.ts'

/** The most drawn values (series x paths x horizon) that memory holds at a time. */
const most = 2 ** 22

/** Predicts means and quantiles with a direct network. */
export async function predictDirect(
  model: Model,
  { output }: NetworkSettings,
  windows: Windows,
  levels: readonly number[],
  { threads, signal, precision, batchSize }: PredictOptions,
): Promise<Readout> {
  const tensors = await model.predict(windows, defined({ threads, signal, precision, batchSize }))
  const distribution = distributionOf(output)
  const readout = distribution.read(output, tensors, levels)
  return isScaled(distribution) ? unscaled(readout, await binding.windowScales(windows)) : readout
}

/** Predicts means and quantiles from paths that a recursive network draws. A point output gives a single path. */
export async function predictPaths(
  model: Model,
  { output, horizon }: NetworkSettings,
  windows: Windows,
  levels: readonly number[],
  options: PredictOptions,
): Promise<Readout> {
  const { samples = 200, seed = 0, batchSize = 64, threads, signal, precision } = options
  const distribution = distributionOf(output)
  const { sampler } = distribution
  if (!sampler) throw new GatecastError('ERR_PROGRAM', `Expected an output that can be drawn from, got ${output.kind}`)
  const paths = sampler.likelihood === 'point' ? 1 : checkWhole('samples', samples, 1)
  checkMemory(
    4 * paths * horizon,
    `${paths} samples of ${horizon} steps of one series`,
    'Use fewer samples or a shorter horizon',
  )
  const series = windows.first.length
  const empty = () => new Float64Array(series * horizon)
  const readout: Readout = { mean: empty(), quantiles: levels.map(empty) }
  const share = Math.max(1, Math.floor(most / (paths * horizon)))
  for (let from = 0; from < series; from += share) {
    const count = windows.count.map((_, i) => (i >= from && i < from + share ? 1 : 0))
    const drawn = await model.samplePaths(
      { ...windows, count },
      {
        ...defined({ threads, signal, precision }),
        ...{ paths, horizon, seed, batchSize },
        likelihood: sampler.likelihood,
        outputs: sampler.outputs,
        scaled: isScaled(distribution),
      },
    )
    readPaths(drawn, levels, readout, from)
  }
  return readout
}
