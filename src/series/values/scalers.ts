import { quantileOf, sortedPresent } from './aggregate.ts'

export const scalerKinds = ['standard', 'robust', 'minMax'] as const
export type ScalerKind = (typeof scalerKinds)[number]

/** A fitted scaler. It is plain data, so that it can be stored as JSON. */
export interface Scaler {
  readonly kind: ScalerKind
  readonly location: number
  /** Never 0: values that do not vary have the scale 1. */
  readonly scale: number
}

/**
 * Finds the location and the scale of values; missing values are left out:
 *
 * | kind | location | scale |
 * |---|---|---|
 * | `standard` | mean | standard deviation, with the divisor n |
 * | `robust` | median | distance between the quartiles |
 * | `minMax` | minimum | maximum - minimum |
 *
 * Fit it on training rows only. Later rows would give the forecaster knowledge of the future.
 */
export function fitScaler(kind: ScalerKind, values: Float64Array): Scaler {
  const sorted = sortedPresent(values)
  if (!sorted.length) return { kind, location: 0, scale: 1 }
  const [location, scale] = measure(kind, sorted)
  // The limit is relative to the location: by rounding, a constant series of 0.1 has a spread of about 1e-17.
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
