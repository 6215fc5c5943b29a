import { defined } from '../../../base/defined.ts'
import { add, type Loss, type LossOptions, multiply, reshape, slice, type Value } from '../../../nn/index.ts'
import type { Row, Sequence } from '../../blocks/sequence.ts'

/** The conversion of an output from the scale of a window to units of the target; see `units` of a distribution. */
export type Unit = 'place' | 'size' | 'same'

/** The values from which the last layer of a network and the loss are made. */
export interface HeadInputs {
  features: Sequence
  /** First guess of the target, one number for each step. */
  base: Sequence
  /** Corrections of the first guess are multiplied by this size. It broadcasts to the steps. */
  unit: Value
  /** Scale of the window `[batch, 1]`, for distributions that read the target without scaling. */
  scale: Row | null
  target: Sequence
  /** 1 for a target value that counts in the loss, 0 for a missing one. */
  mask: Sequence
  /** The weight of each target value in the loss, if they differ. */
  weight?: Sequence
}

/** The options of a loss with one number for each step. */
export const counting = ({ mask, weight }: HeadInputs): LossOptions => defined({ mask, weight })

/** The last layer of a network. */
export interface Head {
  /** Outputs by name. `quantiles` is `[batch, steps, levels]`, all others are `[batch, steps, 1]`. */
  outputs: Record<string, Value>
  loss: Loss
}

/** Selects one feature of a sequence: `[batch, steps, features]` becomes `[batch, steps, 1]`. */
export const one = (x: Sequence, index: number): Sequence =>
  slice(x, { axis: 2, start: index, end: index + 1 }) as Sequence

/** The first guess plus a correction, which `unit` multiplies. */
export const corrected = ({ base, unit }: HeadInputs, by: Sequence): Sequence =>
  add(base, multiply(by, unit) as Value) as Sequence

/** Converts outputs from the scale of a window to units of the target. */
export function inUnits(
  units: Readonly<Record<string, Unit>>,
  outputs: Head['outputs'],
  location: Row,
  scale: Row,
): Head['outputs'] {
  const perStep = (row: Row) => reshape(row, [row.shape[0], 1, 1]) as Value
  const scaled = (value: Value) => multiply(value, perStep(scale))
  const convert = (name: string, value: Value): Value => {
    if (units[name] === 'same') return value
    return units[name] === 'size' ? scaled(value) : add(scaled(value), perStep(location))
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, convert(name, value)]))
}
