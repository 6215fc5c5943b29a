import {
  add,
  constant,
  gaussian,
  huber,
  type Loss,
  linear,
  mae,
  matmul,
  mse,
  multiply,
  negativeBinomial,
  quantile,
  reshape,
  slice,
  softplus,
  studentT,
  type Value,
} from '../nn/index.ts'
import type { Output } from './outputs.ts'
import { join, type Row, type Sequence } from './sequence.ts'

/** What the last layer of a network works with. */
export interface HeadInputs {
  features: Sequence
  /** First guess of the target, one number for each step. */
  base: Sequence
  /** What a correction by 1 is worth; it broadcasts to the steps. */
  unit: Value
  /** Scale of the window `[batch, 1]`, for distributions of the target as it is. */
  scale: Row | null
  target: Sequence
  /** 1 where the target counts. */
  mask: Sequence
}

export interface Head {
  /** By name, all `[batch, steps, 1]` but for `quantiles`, `[batch, steps, levels]`. */
  outputs: Record<string, Value>
  loss: Loss
}

/** Names of the outputs that hold the parameters of a distribution, in the order in which paths are drawn from them. */
export const parameterNames = {
  point: ['prediction'],
  gaussian: ['location', 'scale'],
  studentT: ['location', 'scale', 'degrees'],
  negativeBinomial: ['mean', 'dispersion'],
} as const

/** Scales stay above this: a network that is sure of itself must not divide by zero. */
const least = 1e-3

/** The last layer: from features to a distribution of each step, with the loss that it learns from. */
export function head(output: Output, inputs: HeadInputs): Head {
  switch (output.kind) {
    case 'point':
      return pointHead(output.loss, inputs)
    case 'quantiles':
      return quantileHead(output.levels, inputs)
    case 'negativeBinomial':
      return countHead(inputs)
    default:
      return locationScaleHead(output.kind, inputs)
  }
}

/** Outputs in the scale of a window as they are in the units of the target. */
export function inUnits(outputs: Head['outputs'], location: Row, scale: Row): Head['outputs'] {
  const perStep = (row: Row) => reshape(row, ['batch', 1, 1]) as Value
  const scaled = (value: Value) => multiply(value, perStep(scale))
  const convert = (name: string, value: Value): Value => {
    if (name === 'degrees') return value
    return name === 'scale' ? scaled(value) : add(scaled(value), perStep(location))
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, convert(name, value)]))
}

const one = (x: Sequence, index: number): Sequence => slice(x, { axis: 2, start: index, end: index + 1 }) as Sequence

const corrected = ({ base, unit }: HeadInputs, by: Sequence): Sequence =>
  add(base, multiply(by, unit) as Value) as Sequence

function pointHead(kind: 'mae' | 'mse' | 'huber', inputs: HeadInputs): Head {
  const prediction = corrected(inputs, linear(inputs.features, 1) as Sequence)
  const loss = { mae, mse, huber }[kind](prediction, inputs.target, { mask: inputs.mask })
  return { outputs: { prediction }, loss }
}

function locationScaleHead(kind: 'gaussian' | 'studentT', inputs: HeadInputs): Head {
  const { features, unit, target, mask } = inputs
  const raw = linear(features, kind === 'gaussian' ? 2 : 3) as Sequence
  const location = corrected(inputs, one(raw, 0))
  const scale = multiply(add(softplus(one(raw, 1)), least), unit) as Sequence
  if (kind === 'gaussian') return { outputs: { location, scale }, loss: gaussian(location, scale, target, { mask }) }
  // More than two degrees of freedom: the variance is finite.
  const degrees = add(softplus(one(raw, 2)), 2) as Sequence
  return {
    outputs: { location, scale, degrees },
    loss: studentT(location, scale, degrees, target, { mask }),
  }
}

/** Counts are scaled by their mean and never shifted, so the base is 0 or more and softplus hardly bends it. */
function countHead(inputs: HeadInputs): Head {
  const { features, scale, target, mask } = inputs
  const raw = linear(features, 2) as Sequence
  const level = add(softplus(corrected(inputs, one(raw, 0))), 1e-4)
  const mean = scale ? (multiply(level, reshape(scale, ['batch', 1, 1])) as Sequence) : (level as Sequence)
  const dispersion = add(softplus(one(raw, 1)), 1e-4) as Sequence
  return { outputs: { mean, dispersion }, loss: negativeBinomial(mean, dispersion, target, { mask }) }
}

/**
 * The level nearest to the median is free; each further one lies a positive distance from its inner neighbour. Summing
 * the distances outwards is one product with a matrix of -1, 0 and 1.
 */
function quantileHead(levels: readonly number[], inputs: HeadInputs): Head {
  const count = levels.length
  const raw = linear(inputs.features, count) as Sequence
  const middle = middleOf(levels)
  const distances = (start: number, end: number) =>
    start < end ? [softplus(slice(raw, { axis: 2, start, end }) as Sequence)] : []
  const pieces = join([...distances(0, middle), one(raw, middle), ...distances(middle + 1, count)])
  const outwards = Array.from({ length: count * count }, (_, i) => share(Math.floor(i / count), i % count, middle))
  const offsets = matmul(pieces as Sequence, constant([count, count], outwards))
  const quantiles = corrected(inputs, offsets as Sequence)
  const target = reshape(inputs.target, ['batch', inputs.target.shape[1]])
  const mask = reshape(inputs.mask, ['batch', inputs.mask.shape[1]])
  return { outputs: { quantiles }, loss: quantile(quantiles, target, { quantiles: levels, mask }) }
}

const middleOf = (levels: readonly number[]): number =>
  levels.reduce((best, level, i) => (Math.abs(level - 0.5) < Math.abs(levels[best] - 0.5) ? i : best), 0)

/** What the piece of one level adds to the quantile of another. */
function share(piece: number, level: number, middle: number): number {
  if (piece === middle) return 1
  if (piece > middle) return level >= piece ? 1 : 0
  return level <= piece ? -1 : 0
}
