import {
  add,
  constant,
  dropout,
  linear,
  mean,
  multiply,
  relu,
  reshape,
  slice,
  subtract,
  transpose,
  type Value,
} from '../../nn/index.ts'
import { directSteps, directWindow } from '../blocks/direct_window.ts'
import { segmented } from '../blocks/segments.ts'
import { flattened, joinRows, type Sequence, widthOf } from '../blocks/sequence.ts'
import type { NetworkFamily } from '../network.ts'

/** Options of {@link hierarchicalInterpolation}. */
export interface HierarchicalInterpolationOptions {
  readonly hiddenSize: number
  /** Number of stacks; each works at a rate of its own. */
  readonly stacks: number
  /** Blocks of each stack. */
  readonly blocks: number
  /** Hidden layers of each block. */
  readonly layers: number
  /** Steps that the first stack pools to one; by default an eighth of the context, at most 16. */
  readonly pooling?: number
  /** Steps of the horizon for each number that the first stack forecasts; a quarter of the horizon by default. */
  readonly rate?: number
  readonly dropout: number
}

/**
 * N-HiTS. Blocks of dense layers forecast one after another. Each reads what the blocks before it did not explain, pooled
 * to fewer steps, and gives a few numbers, between which lines are drawn: one set for the context, which is subtracted
 * from what the next block reads, and one for the horizon, which is added to the forecast. The first stack pools most and
 * gives the fewest numbers; the last one works at every step.
 *
 * Source: Challu et al. 2023, "N-HiTS: neural hierarchical interpolation for time series forecasting", section 3, with
 * maximum pooling. Different from the paper, a block also reads the pooled mask and covariates of the context, the known
 * covariates of the horizon and the static ones, and the last block has no backcast, which nothing would read.
 */
export const hierarchicalInterpolation: NetworkFamily<HierarchicalInterpolationOptions> = (spec, options) => {
  const { context, horizon } = spec
  const { hiddenSize, stacks, blocks, layers, dropout: rate } = options
  const first = {
    pooling: Math.min(context, options.pooling ?? Math.max(1, Math.min(16, Math.round(context / 8)))),
    rate: Math.min(horizon, options.rate ?? Math.max(1, Math.round(horizon / 4))),
  }
  const window = directWindow(spec)
  const { past, beside, future, fixed } = window
  const ahead = [...future.map(flattened), ...fixed]
  let rest = multiply(past.values, past.mask) as Sequence
  const forecasts: Sequence[] = []
  for (let block = 0; block < stacks * blocks; block++) {
    const stack = Math.floor(block / blocks)
    const isLast = block === stacks * blocks - 1
    const size = stepsFor(first.pooling, stack, stacks)
    const read = [largest(rest, size), average(past.mask, size), ...beside.map((x) => average(x, size))].map(flattened)
    let hidden = joinRows([...read, ...ahead])
    for (let layer = 0; layer < layers; layer++) {
      hidden = relu(linear(hidden, hiddenSize, { name: `block${block}.hidden${layer}` }))
      if (rate > 0) hidden = dropout(hidden, rate)
    }
    const steps = stepsFor(first.rate, stack, stacks)
    const back = isLast ? 0 : numbersFor(context, steps)
    const forth = numbersFor(horizon, steps)
    const numbers = linear(hidden, back + 2 * forth, { name: `block${block}.numbers` })
    if (!isLast) {
      const own = reshape(slice(numbers, { axis: 1, end: back }), ['batch', 1, back])
      rest = multiply(subtract(rest, lines(own, steps, context)), past.mask) as Sequence
    }
    const pairs = reshape(slice(numbers, { axis: 1, start: back }), ['batch', 2, forth])
    forecasts.push(lines(pairs, steps, horizon))
  }
  return directSteps(
    spec,
    window,
    forecasts.reduce((sum, one) => add(sum, one) as Sequence),
  )
}

/** The pooling or the rate of a stack: from that of the first stack to 1, each by the same factor. */
const stepsFor = (first: number, stack: number, stacks: number): number =>
  Math.max(1, Math.round(first ** (stacks > 1 ? 1 - stack / (stacks - 1) : 1)))

/** The largest of each `size` steps, `[batch, ceil(time / size), 1]`. Zeros fill the first steps. */
function largest(x: Sequence, size: number): Sequence {
  let all = segmented(x, size, 'start')
  // The first half against the last half; for an odd number both hold the middle.
  while (widthOf(all) > 1) {
    const half = Math.ceil(widthOf(all) / 2)
    const [a, b] = [slice(all, { axis: 2, end: half }), slice(all, { axis: 2, start: -half })] as Sequence[]
    all = add(a, relu(subtract(b, a))) as Sequence
  }
  return all
}

/** The mean of each `size` steps, for every feature. Zeros fill the first steps. */
function average(x: Sequence, size: number): Sequence {
  const segments = segmented(x, size, 'start')
  const count = Number(segments.shape[1])
  const steps = reshape(segments, ['batch', count, size, widthOf(x)])
  return reshape(mean(steps, { axes: [2] }), ['batch', count, widthOf(x)]) as Sequence
}

/** How many numbers lines over some steps need, with `rate` steps from one number to the next. */
const numbersFor = (steps: number, rate: number): number => (rate === 1 ? steps : Math.ceil(steps / rate) + 1)

/**
 * Draws lines between numbers that are `rate` steps apart: `[batch, channels, numbers]` becomes
 * `[batch, steps, channels]`.
 */
function lines(numbers: Value<['batch', number, number]>, rate: number, steps: number): Sequence {
  const [, channels, count] = numbers.shape
  if (rate === 1) return transpose(numbers, [0, 2, 1])
  const parts = count - 1
  const column = (start: number) =>
    reshape(slice(numbers, { axis: 2, start, end: start + parts }), ['batch', channels, parts, 1]) as Value
  const share = Array.from({ length: rate }, (_, step) => step / rate)
  const weights = (values: number[]) => constant([1, 1, 1, rate], values) as Value
  const left = multiply(column(0), weights(share.map((one) => 1 - one)))
  const drawn = add(left, multiply(column(1), weights(share))) as Value
  const all = reshape(drawn, ['batch', channels, parts * rate])
  return transpose(slice(all, { axis: 2, end: steps }), [0, 2, 1]) as Sequence
}
