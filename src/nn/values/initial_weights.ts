import { binding, type ProgramData } from '../../addon/index.ts'
import { checkMemory } from '../../base/resources/memory_limit.ts'

/**
 * How the first values of a parameter are drawn: `uniform` in ±scale, `normal` with standard deviation scale,
 * `orthogonal` times scale; `forgetGate`, for the bias of an LSTM, is uniform in ±1/sqrt(H) and scale at the forget
 * gate; `lstmMemory`, `gruMemory` and `updateMemory`, for the biases of gates, make units that keep 1 to scale steps.
 */
export type Initial =
  | 'zeros'
  | 'ones'
  | 'uniform'
  | 'normal'
  | 'orthogonal'
  | 'forgetGate'
  | 'lstmMemory'
  | 'gruMemory'
  | 'updateMemory'

type Fill = (draw: Draw, shape: readonly number[], scale: number) => Float32Array
type Draw = (distribution: 'uniform' | 'normal', count: number) => Float32Array

function size(shape: readonly number[]): number {
  const count = shape.reduce((product, n) => product * n, 1)
  checkMemory(4 * count, `weights of shape [${shape.join(', ')}]`, 'Use a smaller layer')
  return count
}

const fills: Record<Initial, Fill> = {
  zeros: (_, shape) => new Float32Array(size(shape)),
  ones: (_, shape) => new Float32Array(size(shape)).fill(1),
  uniform: (draw, shape, scale) => draw('uniform', size(shape)).map((u) => (2 * u - 1) * scale),
  normal: (draw, shape, scale) => draw('normal', size(shape)).map((n) => n * scale),
  orthogonal,
  forgetGate(draw, shape, scale) {
    const units = shape[0] / 4
    return fills.uniform(draw, shape, 1 / Math.sqrt(units)).fill(scale, units, 2 * units)
  },
  lstmMemory(draw, shape, steps) {
    const values = new Float32Array(size(shape))
    const kept = memories(draw, shape[0] / 4, steps)
    values.set(
      kept.map((bias) => -bias),
      0,
    )
    values.set(kept, kept.length)
    return values
  },
  gruMemory(draw, shape, steps) {
    const values = new Float32Array(size(shape))
    const kept = memories(draw, shape[0] / 3, steps)
    values.set(kept, kept.length)
    return values
  },
  // A gate that writes, so a closed one keeps the state.
  updateMemory: (draw, shape, steps) => memories(draw, size(shape), steps).map((bias) => -bias),
}

/**
 * Biases of gates that keep the state. A gate that is always sigmoid(b) open keeps a state for about 1 + e^b steps, so
 * the logarithm of a number of steps between 1 and T - 1 makes memories of all lengths up to T. Source: Tallec and
 * Ollivier 2018, eq. 16.
 */
const memories = (draw: Draw, units: number, steps: number): Float32Array =>
  draw('uniform', units).map((u) => Math.log(1 + u * Math.max(0, steps - 2)))

export const initials = Object.keys(fills)

/** Draws the first values of all parameters, one after another. Parameter i uses the random sequence i. */
export function initialise(program: ProgramData, seed: number): Float32Array {
  const parameters = program.ops.filter((op) => op.kind === 'parameter')
  const parts = parameters.map(({ attributes }, sequence) => {
    const draw: Draw = (distribution, count) => binding.random(distribution, seed, sequence, count)
    return fills[attributes.initial as Initial](draw, attributes.shape as number[], attributes.scale as number)
  })
  const weights = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    weights.set(part, offset)
    offset += part.length
  }
  return weights
}

/**
 * If the rows are a multiple of the columns (the gates of a recurrent weight), each square block is orthogonal. Any
 * other shape gets orthonormal rows or orthonormal columns, whichever are fewer. Source: Saxe, McClelland, Ganguli
 * 2014.
 */
function orthogonal(draw: Draw, shape: readonly number[], scale: number): Float32Array {
  const columns = shape.at(-1) ?? 1
  const rows = size(shape) / columns
  const values = Float64Array.from(draw('normal', rows * columns))
  if (rows % columns === 0) {
    const square = columns * columns
    for (let from = 0; from < values.length; from += square)
      orthonormalise(values.subarray(from, from + square), columns, columns, columns, 1)
  } else if (rows < columns) orthonormalise(values, rows, columns, columns, 1)
  else orthonormalise(values, columns, rows, 1, columns)
  return Float32Array.from(values, (v) => v * scale)
}

/** Modified Gram-Schmidt in double precision: after one pass, the remaining overlap is far below float32 precision. */
function orthonormalise(a: Float64Array, count: number, length: number, vectorStride: number, stride: number): void {
  for (let i = 0; i < count; i++) {
    const x = i * vectorStride
    for (let j = 0; j < i; j++) {
      const y = j * vectorStride
      const overlap = dot(a, x, y, length, stride)
      for (let k = 0; k < length; k++) a[x + k * stride] -= overlap * a[y + k * stride]
    }
    const norm = Math.sqrt(dot(a, x, x, length, stride))
    for (let k = 0; k < length; k++) a[x + k * stride] /= norm
  }
}

function dot(a: Float64Array, x: number, y: number, length: number, stride: number): number {
  let sum = 0
  for (let k = 0; k < length; k++) sum += a[x + k * stride] * a[y + k * stride]
  return sum
}
