import { multiply, patch, reshape, slice, type Value } from '../../nn/index.ts'
import { inTurn, type Sequence, widthOf } from './sequence.ts'

/** Segments that a context is cut into, about. SegRNN cuts 720 hours into 15 (Lin et al. 2023). */
const usualCount = 15

/**
 * The usual number of steps in a segment: whole seasons, or a part of a season that divides it. Then a step of the
 * season has the same place in all segments, or in every second, third, ... segment.
 */
export function usualSegment(context: number, season: number): number {
  const wanted = Math.max(1, Math.round(context / usualCount))
  if (wanted >= season) return Math.round(wanted / season) * season
  const distance = (size: number) => Math.abs(Math.log(size / wanted))
  const divisors = Array.from({ length: season }, (_, i) => i + 1).filter((size) => season % size === 0)
  return divisors.reduce((best, size) => (distance(size) < distance(best) ? size : best))
}

/**
 * Cuts a sequence into segments of `size` steps, each one vector: `[batch, time, features]` becomes
 * `[batch, ceil(time / size), size * features]`. Zeros fill the first segment (`start`) or the last one (`end`).
 */
export function segmented(x: Sequence, size: number, fill: 'start' | 'end'): Sequence {
  const steps = Number(x.shape[1])
  const count = Math.ceil(steps / size)
  const missing = count * size - steps
  return reshape(missing > 0 ? filled(x, missing, fill) : x, ['batch', count, size * widthOf(x)])
}

/** The inverse: the steps of segments, without those that fill the last one. */
export function stepsOf(segments: Sequence, size: number, steps: number): Sequence {
  const count = Number(segments.shape[1])
  const whole = reshape(segments, ['batch', count * size, widthOf(segments) / size]) as Sequence
  return count * size === steps ? whole : slice(whole, { axis: 1, end: steps })
}

/**
 * Cuts a sequence into patches of `size` steps that begin every `stride` steps, each one vector. Zeros before the first
 * step fill the first patch, so that the last patch ends with the last step.
 */
export function patched(x: Sequence, size: number, stride: number): Sequence {
  const steps = Number(x.shape[1])
  const count = Math.ceil(Math.max(0, steps - size) / stride) + 1
  const missing = size + (count - 1) * stride - steps
  return patch(fromStart(x, missing) as Value<['batch', number, number]>, { size, stride })
}

/** A sequence with some steps of zeros before it. */
export const fromStart = (x: Sequence, missing: number): Sequence => (missing > 0 ? filled(x, missing, 'start') : x)

/** Adds steps that are zeros. */
function filled(x: Sequence, missing: number, fill: 'start' | 'end'): Sequence {
  const own = Number(x.shape[1])
  // The sequence may have fewer steps than are missing.
  const copies = Array.from({ length: Math.ceil(missing / own) }, () => x)
  const zeros = multiply(slice(inTurn(copies), { axis: 1, end: missing }), 0) as Sequence
  return inTurn(fill === 'start' ? [zeros, x] : [x, zeros])
}
