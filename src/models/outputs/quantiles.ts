import type { Tensor } from '../../addon/index.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { list, number } from '../../base/options/fields.ts'
import { constant, linear, matmul, quantile, reshape, slice, softplus } from '../../nn/index.ts'
import { join, type Sequence } from '../blocks/sequence.ts'
import { anyScaling, type Distribution } from './shared/distribution.ts'
import { corrected, one } from './shared/head.ts'

/** Quantiles at fixed levels for each step. */
export interface QuantilesOutput {
  /** The name of the distribution. */
  readonly kind: 'quantiles'
  /** The levels, ascending, between 0 and 1. */
  readonly levels: readonly number[]
}

const usualLevels: readonly number[] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]

/**
 * Quantiles that cannot cross: the network predicts the middle one, and positive distances from each to the next.
 *
 * @param levels - levels to learn, ascending, between 0 and 1; a forecast interpolates between them
 * @returns an output for the option `output` of a network
 * @throws {GatecastError} `ERR_RANGE` for levels that do not ascend between 0 and 1
 * @see Koenker and Bassett 1978
 * @example
 * const model = gru({ horizon: 28, output: quantiles([0.05, 0.5, 0.95]) })
 */
export function quantiles(levels: readonly number[] = usualLevels): QuantilesOutput {
  const ascend = Array.isArray(levels) && levels.every(isAbove)
  if (ascend && levels.length > 0) return { kind: 'quantiles', levels: [...levels] }
  throw new GatecastError(
    'ERR_RANGE',
    `Expected quantile levels that ascend between 0 and 1, for example [0.1, 0.5, 0.9], got ${shownLevels(levels)}`,
  )
}

const isAbove = (level: unknown, i: number, levels: readonly unknown[]): boolean =>
  typeof level === 'number' && level > (i === 0 ? 0 : (levels[i - 1] as number)) && level < 1

const shownLevels = (levels: unknown): string =>
  Array.isArray(levels) && levels.length < 20 ? `[${levels.map(shown).join(', ')}]` : shown(levels)

export const quantilesOutput: Distribution<QuantilesOutput> = {
  kind: 'quantiles',
  summary: 'quantiles at fixed levels for each step, which cannot cross',
  options: {
    levels: list({
      of: number({ min: 0, max: 1, help: 'a level' }),
      default: usualLevels,
      help: 'levels that the network learns, ascending between 0 and 1',
    }),
  },
  make: ({ levels }) => quantiles(levels),
  scalings: anyScaling,
  units: { quantiles: 'place' },
  sampler: null,

  // The network predicts the quantile nearest to the median, and for each other quantile the positive distance to its
  // neighbour on the side of the median. A product with a matrix of -1, 0 and 1 sums these distances.
  head({ levels }, inputs) {
    const count = levels.length
    const raw = linear(inputs.features, count) as Sequence
    const middle = middleOf(levels)
    const distances = (start: number, end: number) =>
      start < end ? [softplus(slice(raw, { axis: 2, start, end }) as Sequence)] : []
    const pieces = join([...distances(0, middle), one(raw, middle), ...distances(middle + 1, count)])
    const outwards = Array.from({ length: count * count }, (_, i) => share(Math.floor(i / count), i % count, middle))
    const offsets = matmul(pieces as Sequence, constant([count, count], outwards))
    const values = corrected(inputs, offsets as Sequence)
    const perStep = (x: Sequence) => reshape(x, [x.shape[0], x.shape[1]])
    const target = perStep(inputs.target)
    const counts = { mask: perStep(inputs.mask), ...(inputs.weight ? { weight: perStep(inputs.weight) } : {}) }
    return { outputs: { quantiles: values }, loss: quantile(values, target, { quantiles: levels, ...counts }) }
  },

  levels({ levels }, requested, usual) {
    const [low, high] = [levels[0], levels[levels.length - 1]]
    const within = (level: number) => level >= low && level <= high
    if (requested === undefined) return usual.every(within) ? usual : levels
    const outside = requested.find((level) => !within(level))
    if (outside === undefined) return requested
    throw new GatecastError(
      'ERR_RANGE',
      `Expected quantile levels from ${low} to ${high}, the range that the network learned, got ${outside}. Fit a ` +
        'network with output: quantiles([...]) that includes it',
    )
  },

  // Learned levels are read as they are, others are interpolated between their neighbours. The median replaces the
  // mean.
  read({ levels: trained }, { quantiles: { data } }, levels) {
    const count = trained.length
    const at = (level: number): Float64Array => {
      const above = Math.max(
        1,
        trained.findIndex((known) => known >= level),
      )
      const part = count === 1 ? 0 : (level - trained[above - 1]) / (trained[above] - trained[above - 1])
      const upper = count === 1 ? 0 : above
      return between(data, count, Math.max(0, upper - 1), upper, part)
    }
    const middle = trained[0] <= 0.5 && trained[count - 1] >= 0.5 ? 0.5 : trained[Math.floor(count / 2)]
    return { mean: at(middle), quantiles: levels.map(at) }
  },

  canStretch: ({ levels }, low, high) => levels[0] <= low && levels[levels.length - 1] >= high,
}

const middleOf = (levels: readonly number[]): number =>
  levels.reduce((best, level, i) => (Math.abs(level - 0.5) < Math.abs(levels[best] - 0.5) ? i : best), 0)

/** The factor (-1, 0 or 1) with which the piece at index `piece` adds to the quantile at index `level`. */
function share(piece: number, level: number, middle: number): number {
  if (piece === middle) return 1
  if (piece > middle) return level >= piece ? 1 : 0
  return level <= piece ? -1 : 0
}

/**
 * In each group of `count` values, interpolates between the values at the places `lower` and `upper`, at share `part`.
 */
function between(data: Tensor['data'], count: number, lower: number, upper: number, part: number): Float64Array {
  const values = new Float64Array(data.length / count)
  for (let i = 0, at = 0; i < values.length; i++, at += count) {
    const low = data[at + lower]
    values[i] = low + part * (data[at + upper] - low)
  }
  return values
}
