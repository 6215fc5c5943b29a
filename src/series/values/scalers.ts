import { present, quantileOf } from './aggregate.ts'

export const scalerKinds = ['standard', 'robust', 'minMax'] as const
export type ScalerKind = (typeof scalerKinds)[number]

/** A fitted scaler: plain numbers, which JSON keeps as they are. */
export interface Scaler {
  readonly kind: ScalerKind
  readonly location: number
  /** Never 0: what does not vary is only shifted. */
  readonly scale: number
}

/**
 * Finds location and scale of the values that are there:
 *
 * | kind | location | scale |
 * |---|---|---|
 * | `standard` | mean | standard deviation (n) |
 * | `robust` | median | distance between the quartiles |
 * | `minMax` | minimum | maximum - minimum |
 *
 * Give it training rows only: what it sees of the rows after them is knowledge of the future.
 */
export function fitScaler(kind: ScalerKind, values: Float64Array): Scaler {
  const sorted = present(values)
  if (!sorted.length) return { kind, location: 0, scale: 1 }
  const [location, scale] = measure(kind, sorted)
  // Relative to the location, as a constant series of 0.1 has a spread of some 1e-17.
  return { kind, location, scale: scale > 1e-12 * Math.abs(location) && Number.isFinite(1 / scale) ? scale : 1 }
}

function measure(kind: ScalerKind, sorted: Float64Array): [location: number, scale: number] {
  switch (kind) {
    case 'standard': {
      const mean = sorted.reduce((sum, value) => sum + value / sorted.length, 0)
      return [mean, Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length)]
    }
    case 'robust':
      return [quantileOf(sorted, 0.5), quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)]
    case 'minMax':
      return [sorted[0], sorted[sorted.length - 1] - sorted[0]]
  }
}

/** (x - location) / scale */
export const scale = (values: Float64Array, { location, scale }: Scaler): Float64Array =>
  values.map((value) => (value - location) / scale)

/** The inverse of {@link scale}. */
export const unscale = (values: Float64Array, { location, scale }: Scaler): Float64Array =>
  values.map((value) => value * scale + location)
