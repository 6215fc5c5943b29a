// Integrated gradients: the gradient of an output by its inputs, averaged along the straight line from a baseline to the
// input, times the difference of the two.
//
//   a_i = (x_i - b_i) * integral over s from 0 to 1 of dF/dx_i at b + s (x - b)
//   sum of a_i = F(x) - F(b)        (completeness)
//
// With s = u^2 (3 - 2u) the integral is that of the gradient times 6 u (1 - u) over u. Its points are the midpoints of
// `steps` equal parts of u, which lie close together near both ends: a layer norm of zeros, the usual baseline, jumps
// there. Completeness measures the error: the number of parts is doubled until it is small.
//
// Source: Sundararajan, Taly, Yan 2017, "Axiomatic attribution for deep networks".

import type { Graph, Tensor, Tensors } from '../../addon/index.ts'
import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { isInt32Array } from '../../base/brand.ts'
import { GatecastError } from '../../base/error.ts'
import { eachGradient, samplesAtATime } from '../network/jacobian.ts'

/** A network at one sample: `data` are its arrays with a batch of 1. */
export interface Line {
  readonly graph: Graph
  /** Number of the output. */
  readonly output: number
  /** Places of the explained elements within the output. */
  readonly elements: readonly number[]
  readonly data: Tensors
  /** The inputs that go from their baselines to their values; the others stay as they are. */
  readonly baselines: Readonly<Record<string, Float32Array>>
}

/** Attributions of one sample. */
export interface Attribution {
  /** By input, `[element, number of the input]`. */
  readonly parts: Readonly<Record<string, Float64Array>>
  /** F(x) - F(b) of each element. */
  readonly differences: Float64Array
  /** F(x) of each element. */
  readonly values: Float64Array
  /** |sum of a - (F(x) - F(b))|, over all elements, as a share of |F(x) - F(b)|. */
  readonly error: number
  /** Number of points on the line. */
  readonly steps: number
}

/** The largest number of points that run at a time. */
const usual = 64
const firstSteps = 32
const mostSteps = 4096

/** @throws {GatecastError} `ERR_RANGE` if the sum does not come near the difference with the most points */
export async function integrate(line: Line, tolerance: number, call: CallOptions): Promise<Attribution> {
  const ends = await endsOf(line, call)
  let error = Number.NaN
  for (let steps = firstSteps; steps <= mostSteps; steps *= 2) {
    const parts = await meanGradients(line, steps, call)
    error = errorOf(parts, ends, line.elements.length)
    if (error <= tolerance) return { parts, ...ends, error, steps }
  }
  throw new GatecastError(
    'ERR_RANGE',
    `Expected attributions whose sum differs from the change of the output by at most ${100 * tolerance} %, got ` +
      `${(100 * error).toPrecision(3)} % with ${mostSteps} points: the output changes too sharply. Give a larger ` +
      'tolerance, or a baseline that is nearer to the data',
  )
}

interface Ends {
  readonly values: Float64Array
  readonly differences: Float64Array
}

async function endsOf(line: Line, call: CallOptions): Promise<Ends> {
  const { elements } = line
  const both = pointsOn(line, [0, 1])
  const output = await eachGradient(line.graph, both, line.output, [], [], call, () => {})
  const size = output.length / 2
  return {
    values: Float64Array.from(elements, (element) => output[size + element]),
    differences: Float64Array.from(elements, (element) => output[size + element] - output[element]),
  }
}

/** The weighted mean of the gradient over the points, times the difference of input and baseline. */
async function meanGradients(line: Line, steps: number, call: CallOptions): Promise<Record<string, Float64Array>> {
  const { baselines, data, elements, graph, output } = line
  const names = Object.keys(baselines)
  const sums = Object.fromEntries(
    names.map((name) => [name, new Float64Array(elements.length * baselines[name].length)]),
  )
  const size = names.reduce((sum, name) => sum + baselines[name].length, 0)
  const points = samplesAtATime(size, usual)
  let total = 0
  for (let from = 0; from < steps; from += points) {
    checkSignal(call.signal)
    const parts = Array.from({ length: Math.min(points, steps - from) }, (_, i) => (from + i + 0.5) / steps)
    const weights = parts.map((u) => u * (1 - u))
    total += weights.reduce((sum, weight) => sum + weight, 0)
    const places = parts.map((u) => u * u * (3 - 2 * u))
    await eachGradient(graph, pointsOn(line, places), output, elements, names, call, (gradients, element) => {
      for (const name of names) {
        const size = baselines[name].length
        const sum = sums[name]
        gradients[name].data.forEach((slope, i) => {
          sum[element * size + (i % size)] += weights[Math.floor(i / size)] * slope
        })
      }
    })
  }
  for (const name of names) {
    const [baseline, sum] = [baselines[name], sums[name]]
    for (let i = 0; i < sum.length; i++) {
      const place = i % baseline.length
      sum[i] *= (data[name].data[place] - baseline[place]) / total
    }
  }
  return sums
}

/** The arrays at some places of the line, 0 at the baseline and 1 at the data. */
function pointsOn({ data, baselines }: Line, places: readonly number[]): Tensors {
  return Object.fromEntries(
    Object.entries(data).map(([name, tensor]): [string, Tensor] => {
      const { shape, data: end } = tensor
      const start = baselines[name]
      const size = end.length
      const all = isInt32Array(end) ? new Int32Array(size * places.length) : new Float32Array(size * places.length)
      places.forEach((place, i) => {
        if (!start) all.set(end, i * size)
        else for (let k = 0; k < size; k++) all[i * size + k] = start[k] + place * (end[k] - start[k])
      })
      return [name, { shape: [places.length, ...shape.slice(1)], data: all }]
    }),
  )
}

function errorOf(parts: Readonly<Record<string, Float64Array>>, { values, differences }: Ends, count: number): number {
  const sums = new Float64Array(count)
  for (const part of Object.values(parts)) {
    const size = part.length / count
    part.forEach((value, i) => {
      sums[Math.floor(i / size)] += value
    })
  }
  let [missing, all, level] = [0, 0, 0]
  sums.forEach((sum, i) => {
    missing += Math.abs(sum - differences[i])
    all += Math.abs(differences[i])
    level += Math.abs(values[i])
  })
  // Float32 rounds an output to 1e-7 of its size: a smaller change is no change.
  if (missing <= 1e-6 * level) return 0
  return missing / all
}
