// From the outputs of a network, or paths drawn from it, to means and quantiles.

import type { Tensor, Tensors } from '../../../addon/index.ts'
import { GatecastError } from '../../../base/error.ts'
import type { Output } from '../../../models/index.ts'
import { normalQuantile } from '../../quantiles.ts'
import { countQuantile, sampleQuantile, studentQuantile } from './distributions.ts'

/** Forecasts of all series, series after series. */
export interface Readout {
  readonly mean: Float64Array
  /** One array for each level that was asked for. */
  readonly quantiles: readonly Float64Array[]
}

/**
 * Levels of a forecast: those that were asked for, or the usual ones. A point output has none.
 *
 * @throws {GatecastError} `ERR_RANGE` for levels that the output cannot give
 */
export function levelsOf(
  output: Output,
  asked: readonly number[] | undefined,
  usual: readonly number[],
): readonly number[] {
  if (output.kind === 'point') {
    if (!asked?.length) return []
    throw new GatecastError(
      'ERR_RANGE',
      `Expected no quantiles of a point output, got levels ${asked.join(', ')}. Give the network the output quantiles() ` +
        'or studentT(), or wrap it into conformal(...), whose scale "series" needs none',
    )
  }
  if (output.kind !== 'quantiles') return asked ?? usual
  const [low, high] = [output.levels[0], output.levels[output.levels.length - 1]]
  const within = (level: number) => level >= low && level <= high
  if (asked === undefined) return usual.every(within) ? usual : output.levels
  const outside = asked.find((level) => !within(level))
  if (outside === undefined) return asked
  throw new GatecastError(
    'ERR_RANGE',
    `Expected quantile levels from ${low} to ${high}, between which the network was trained, got ${outside}. Fit one ` +
      'with output: quantiles([...]) that has it',
  )
}

/** Means and quantiles of a direct network. */
export function readOutputs(output: Output, tensors: Tensors, levels: readonly number[]): Readout {
  if (output.kind === 'quantiles') return readQuantiles(output.levels, tensors.quantiles, levels)
  const numbers = (name: string) => Float64Array.from(tensors[name].data)
  if (output.kind === 'point') return { mean: numbers('prediction'), quantiles: [] }
  const quantile = quantileFunction(output.kind, tensors)
  const mean = numbers(output.kind === 'negativeBinomial' ? 'mean' : 'location')
  return { mean, quantiles: levels.map((level) => mean.map(quantile(level))) }
}

/** From a level to a function that gives the quantile in a place; the first argument is the mean there. */
function quantileFunction(
  kind: 'gaussian' | 'studentT' | 'negativeBinomial',
  tensors: Tensors,
): (level: number) => (mean: number, i: number) => number {
  const data = (name: string) => tensors[name].data
  if (kind === 'negativeBinomial') {
    const dispersion = data('dispersion')
    return (level) => (mean, i) => countQuantile(level, mean, dispersion[i])
  }
  const scale = data('scale')
  if (kind === 'gaussian') {
    return (level) => {
      const standard = normalQuantile(level)
      return (location, i) => location + scale[i] * standard
    }
  }
  const degrees = data('degrees')
  return (level) => (location, i) => location + scale[i] * studentQuantile(level, degrees[i])
}

/** Trained levels as they are, others interpolated between their neighbours. The median stands for the mean. */
function readQuantiles(trained: readonly number[], { data }: Tensor, levels: readonly number[]): Readout {
  const count = trained.length
  const at = (level: number): Float64Array => {
    const above = Math.max(
      1,
      trained.findIndex((known) => known >= level),
    )
    const share = count === 1 ? 0 : (level - trained[above - 1]) / (trained[above] - trained[above - 1])
    const upper = count === 1 ? 0 : above
    return between(data, count, Math.max(0, upper - 1), upper, share)
  }
  const middle = trained[0] <= 0.5 && trained[count - 1] >= 0.5 ? 0.5 : trained[Math.floor(count / 2)]
  return { mean: at(middle), quantiles: levels.map(at) }
}

/** Of every `count` values the one that lies a share of the way from the lower to the upper place. */
function between(data: Tensor['data'], count: number, lower: number, upper: number, share: number): Float64Array {
  const values = new Float64Array(data.length / count)
  for (let i = 0, at = 0; i < values.length; i++, at += count) {
    const low = data[at + lower]
    values[i] = low + share * (data[at + upper] - low)
  }
  return values
}

/** Means and quantiles of paths `[series, paths, horizon]`, written from a series on. */
export function readPaths({ shape, data }: Tensor, levels: readonly number[], into: Readout, from: number): void {
  const [series, paths, horizon] = shape
  const sample = new Float64Array(paths)
  for (let s = 0; s < series; s++)
    for (let step = 0; step < horizon; step++) {
      let sum = 0
      for (let path = 0; path < paths; path++) {
        sample[path] = data[(s * paths + path) * horizon + step]
        sum += sample[path]
      }
      sample.sort()
      const place = (from + s) * horizon + step
      into.mean[place] = sum / paths
      levels.forEach((level, i) => {
        into.quantiles[i][place] = sampleQuantile(sample, level)
      })
    }
}
