// Series with a season, noise and labelled anomalies of five kinds, from a seed.

/** The kinds of anomalies. */
export const anomalyKinds = ['spike', 'shift', 'period', 'drift', 'stuck'] as const
export type AnomalyKind = (typeof anomalyKinds)[number]

/** An anomaly in the rows [from, to). */
export interface Label {
  readonly kind: AnomalyKind
  readonly from: number
  readonly to: number
}

export interface Labelled {
  /** Rows without anomalies. */
  readonly normal: Float64Array
  /** The rows after them, also without anomalies: to measure the rate of false alarms. */
  readonly clean: Float64Array
  /** Rows after `normal`, with anomalies. */
  readonly anomalous: Float64Array
  /** Labels of rows of `anomalous`. */
  readonly labels: readonly Label[]
}

const season = 24
const lengths: Record<AnomalyKind, number> = { spike: 1, shift: 48, period: 72, drift: 120, stuck: 18 }

/** Uniform numbers from 0 to 1: the generator of Numerical Recipes, section 7.1. */
export function uniforms(seed: number): () => number {
  let state = (seed * 2654435761 + 1) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** @param rows - rows of each of the three parts */
export function labelledSeries(seed: number, rows: number): Labelled {
  const uniform = uniforms(seed)
  const gauss = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  const [amplitude, second, shift] = [6 + 8 * uniform(), 4 * uniform(), 2 * Math.PI * uniform()]
  const persistence = 0.5 * uniform()
  const pattern = (t: number) =>
    100 + amplitude * Math.sin((2 * Math.PI * t) / season + shift) + second * Math.sin((4 * Math.PI * t) / season)
  let rest = 0
  const noise = () => {
    rest = persistence * rest + 2 * gauss()
    return rest
  }
  const part = (from: number) => Float64Array.from({ length: rows }, (_, t) => pattern(from + t) + noise())
  const normal = part(0)
  const clean = part(rows)
  const anomalous = part(rows)
  const labels: Label[] = []
  // Two anomalies of each kind, in a random order, in equal slots with room to recover.
  const order = [...anomalyKinds, ...anomalyKinds]
    .map((kind) => ({ kind, key: uniform() }))
    .sort((a, b) => a.key - b.key)
  const slot = Math.floor((rows - 100) / order.length)
  order.forEach(({ kind }, i) => {
    const length = lengths[kind]
    const from = 100 + i * slot + Math.floor(uniform() * Math.max(1, slot - length - 48))
    const sign = uniform() < 0.5 ? -1 : 1
    const size = 1 + 0.5 * uniform()
    const held = anomalous[from - 1]
    for (let t = from; t < from + length; t++) {
      if (kind === 'spike') anomalous[t] += sign * 12 * size
      if (kind === 'shift') anomalous[t] += sign * 7 * size
      if (kind === 'drift') anomalous[t] += (sign * 14 * size * (t - from + 1)) / length
      if (kind === 'stuck') anomalous[t] = held
      if (kind === 'period') anomalous[t] += pattern(rows + from + 1.6 * (t - from)) - pattern(rows + t)
    }
    labels.push({ kind, from, to: from + length })
  })
  return { normal, clean, anomalous, labels }
}
