import type { Turns } from '../../../base/resources/turns.ts'
import type { NamedArray } from '../../subject/named_array.ts'

/** Shares of the steps and units at which a gate is nearly closed or nearly open. */
export interface Saturation {
  /** Share below 0.1, for a candidate state below -0.9. */
  readonly low: number
  /** Share above 0.9. */
  readonly high: number
}

/**
 * Counts saturated values. Steps that are not computed do not count.
 *
 * Source: Karpathy, Johnson, Fei-Fei 2015, "Visualizing and understanding recurrent networks", section 4.2.
 */
export async function saturationOf(
  gates: Readonly<Record<string, NamedArray>>,
  turns: Turns,
): Promise<Record<string, Saturation>> {
  const shares: Record<string, Saturation> = {}
  for (const [name, { data }] of Object.entries(gates)) {
    const floor = name === 'candidate' ? -0.9 : 0.1
    let [low, high, count] = [0, 0, 0]
    for (let i = 0; i < data.length; i++) {
      const value = data[i]
      if (!Number.isNaN(value)) count++
      if (value < floor) low++
      if (value > 0.9) high++
      if (i % 65_536 === 0 && turns.isOver) await turns.next()
    }
    shares[name] = { low: low / count, high: high / count }
  }
  return shares
}
