// The references of the ops that move elements or sum them.
import type { Dim } from '../../src/addon/types.ts'
import { at, build, count, type DoubleTensor, forEachIndex, offset, replaced, zeros } from './tensor.ts'
import type { Optional, Reference, Sizes } from './types.ts'

/** The size of a dimension, for example 12 for `4*batch` with a batch of 3. */
export function resolve(dim: Dim, sizes: Sizes): number {
  if (typeof dim === 'number') return dim
  const [symbol, factor = '1'] = dim.split('*').reverse()
  return Number(factor) * sizes[symbol as keyof Sizes]
}

const concat: Reference = (inputs, attributes) => {
  const parts = inputs as DoubleTensor[]
  const axis = attributes.axis as number
  const total = parts.reduce((sum, part) => sum + part.shape[axis], 0)
  return [
    build(replaced(parts[0].shape, axis, total), (index) => {
      let entry = index[axis]
      let p = 0
      while (entry >= parts[p].shape[axis]) entry -= parts[p++].shape[axis]
      return at(parts[p], replaced(index, axis, entry))
    }),
  ]
}

const slice: Reference = (inputs, attributes) => {
  const [x] = inputs as DoubleTensor[]
  const { axis, start = 0, end } = attributes as { axis: number; start?: number; end?: number }
  const size = x.shape[axis]
  const fromStart = (position: number) => (position < 0 ? position + size : position)
  const first = fromStart(start)
  const shape = replaced(x.shape, axis, fromStart(end ?? size) - first)
  return [build(shape, (index) => at(x, replaced(index, axis, first + index[axis])))]
}

const reshape: Reference = ([x], { shape }, sizes) => {
  const wanted = (shape as readonly Dim[]).map((dim) => resolve(dim, sizes))
  const known = wanted.filter((size) => size !== -1)
  const free = count(x!.shape) / count(known)
  return [{ shape: wanted.map((size) => (size === -1 ? free : size)), data: x!.data.slice() }]
}

const transpose: Reference = (inputs, attributes) => {
  const [x] = inputs as DoubleTensor[]
  const axes = attributes.axes as readonly number[]
  const shape = axes.map((axis) => x.shape[axis])
  return [
    build(shape, (index) => {
      const source = x.shape.map(() => 0)
      for (let i = 0; i < axes.length; i++) source[axes[i]] = index[i]
      return at(x, source)
    }),
  ]
}

const patch: Reference = (inputs, attributes) => {
  const [x] = inputs as DoubleTensor[]
  const { size, stride } = attributes as { size: number; stride: number }
  const [B, T, C] = x.shape
  const P = Math.floor((T - size) / stride) + 1
  return [build([B, P, size * C], ([b, p, k]) => at(x, [b, p * stride + Math.floor(k / C), k % C]))]
}

const repeat: Reference = (inputs, attributes, sizes) => {
  const [x] = inputs as DoubleTensor[]
  const axis = attributes.axis as number
  const times = resolve(attributes.times as Dim, sizes)
  const size = x.shape[axis]
  return [build(replaced(x.shape, axis, size * times), (index) => at(x, replaced(index, axis, index[axis] % size)))]
}

const last: Reference = (inputs) => {
  const [x, lengths] = inputs as [DoubleTensor, Optional]
  const [B, T, F] = x.shape
  return [
    build([B, F], ([b, f]) => {
      const length = lengths ? lengths.data[b] : T
      return length > 0 ? at(x, [b, length - 1, f]) : 0
    }),
  ]
}

/** The positions of the steps, for each row the same. */
const positions: Reference = ([x]) => [build([1, x!.shape[1]], ([, t]) => t)]

/** Each pair of a head is a complex number, which is multiplied by exp(i angle). */
const rotary: Reference = (inputs, attributes) => {
  const [x] = inputs as DoubleTensor[]
  const { heads = 1, base = 10_000 } = attributes as { heads?: number; base?: number }
  const size = x.shape[2] / heads
  return [
    build(x.shape, ([b, t, j]) => {
      const pair = Math.floor((j % size) / 2)
      const angle = t * base ** ((-2 * pair) / size)
      const [real, imaginary] = [at(x, [b, t, j - (j % 2)]), at(x, [b, t, j - (j % 2) + 1])]
      return j % 2
        ? real * Math.sin(angle) + imaginary * Math.cos(angle)
        : real * Math.cos(angle) - imaginary * Math.sin(angle)
    }),
  ]
}

const reduce =
  (mean: boolean): Reference =>
  (inputs, attributes) => {
    const [x] = inputs as DoubleTensor[]
    const { axes, keep = false } = attributes as { axes?: readonly number[]; keep?: boolean }
    const reduced = (d: number) => axes === undefined || axes.includes(d)
    const kept = zeros(x.shape.map((size, d) => (reduced(d) ? 1 : size)))
    const share = mean ? count(kept.shape) / count(x.shape) : 1
    forEachIndex(x.shape, (index, position) => {
      const target = index.map((entry, d) => (reduced(d) ? 0 : entry))
      kept.data[offset(kept.shape, target)] += x.data[position] * share
    })
    return [{ shape: keep ? kept.shape : x.shape.filter((_, d) => !reduced(d)), data: kept.data }]
  }

export const shape: Record<string, Reference> = {
  concat,
  slice,
  reshape,
  transpose,
  patch,
  repeat,
  last,
  positions,
  rotary,
  mean: reduce(true),
  sum: reduce(false),
}
