import type { Cycle } from '../../../models/index.ts'
import type { Panel } from '../../../series/index.ts'
import { seasonSteps } from '../../season/season.ts'
import type { NetworkSettings } from './settings.ts'

/** The most numbers in the cycles of all series. With more, they share one cycle. */
const mostNumbers = 200_000

/** The cycle that a network learns: that of the option `cycle`, or one season. */
export function cycleFor(
  { frequency, lengths }: Pick<Panel, 'frequency' | 'lengths'>,
  settings: NetworkSettings,
): Cycle {
  const { cycle, season } = settings as NetworkSettings & { readonly cycle?: number }
  const length = cycle ?? seasonSteps(season, frequency)
  return { length, series: lengths.length > 1 && length * lengths.length <= mostNumbers ? lengths.length : 0 }
}
