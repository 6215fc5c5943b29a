import { add, type Loss, multiply, reshape, slice, type Value } from '../../../nn/index.ts'
import type { Row, Sequence } from '../../blocks/sequence.ts'

/** How an output in the scale of a window becomes one in units of the target. */
export type Unit = 'place' | 'size' | 'same'

/** The values that the last layer of a network works with. */
export interface HeadInputs {
  features: Sequence
  /** First guess of the target, one number for each step. */
  base: Sequence
  /** Size of a correction by 1; it broadcasts to the steps. */
  unit: Value
  /** Scale of the window `[batch, 1]`, for distributions that read the target without scaling. */
  scale: Row | null
  target: Sequence
  /** 1 where the target counts. */
  mask: Sequence
}

/** The last layer of a network. */
export interface Head {
  /** By name, all `[batch, steps, 1]` but for `quantiles`, `[batch, steps, levels]`. */
  outputs: Record<string, Value>
  loss: Loss
}

/** One feature of each step. */
export const one = (x: Sequence, index: number): Sequence =>
  slice(x, { axis: 2, start: index, end: index + 1 }) as Sequence

/** The first guess plus a correction in units of the series. */
export const corrected = ({ base, unit }: HeadInputs, by: Sequence): Sequence =>
  add(base, multiply(by, unit) as Value) as Sequence

/** Outputs in the scale of a window, converted to the units of the target. */
export function inUnits(
  units: Readonly<Record<string, Unit>>,
  outputs: Head['outputs'],
  location: Row,
  scale: Row,
): Head['outputs'] {
  const perStep = (row: Row) => reshape(row, ['batch', 1, 1]) as Value
  const scaled = (value: Value) => multiply(value, perStep(scale))
  const convert = (name: string, value: Value): Value => {
    if (units[name] === 'same') return value
    return units[name] === 'size' ? scaled(value) : add(scaled(value), perStep(location))
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, convert(name, value)]))
}
