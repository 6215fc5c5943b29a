// Rough initial states. The season comes from classical decomposition, level and slope from a straight line through the
// first seasonally adjusted values. The season is estimated from the first seasons ('first'), which suits a season that
// changes, or from the whole series ('whole'), which suits a season that does not. The likelihood has a peak near both.
//
// Source: Hyndman, Koehler, Ord, Snyder 2008, section 2.6.1.

import { meanOf } from '../../method.ts'
import { fillGaps } from '../../numeric/fill_gaps.ts'
import { seasonalIndices, withoutSeason } from '../../numeric/seasonality.ts'
import type { States } from './filter.ts'
import type { Form } from './form.ts'

export function initialStates(
  values: Float64Array,
  { trend, season }: Form,
  period: number,
  basis: 'first' | 'whole',
): States {
  const filled = fillGaps(values, period)
  const years = basis === 'whole' ? filled : filled.subarray(0, Math.max(3 * period, 48))
  const indices = season === 'none' ? new Float64Array(0) : seasonalIndices(years, period, season)
  const adjusted = season === 'none' ? filled : withoutSeason(filled, { kind: season, indices })
  const first = adjusted.subarray(0, Math.max(10, Math.min(2 * period, adjusted.length)))
  if (!trend) return { level: meanOf(first), slope: 0, season: Array.from(indices) }
  const slope = slopeOf(first)
  return { level: meanOf(first) - (slope * (first.length + 1)) / 2, slope, season: Array.from(indices) }
}

function slopeOf(values: Float64Array): number {
  const middle = (values.length - 1) / 2
  let along = 0
  let spread = 0
  for (let t = 0; t < values.length; t++) {
    along += (t - middle) * values[t]
    spread += (t - middle) ** 2
  }
  return spread > 0 ? along / spread : 0
}
