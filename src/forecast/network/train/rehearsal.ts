// Plans the first training of a network, which leaves out the newest rows of each series (the rehearsal). The rows that
// it leaves out tell when to stop, how wide intervals must be, and whether the network is better than a simple method.

import type { Panel } from '../../../series/index.ts'
import type { NetworkSettings } from '../design/settings.ts'

/** Number of windows over all series that do not overlap, if the data have them. */
const wanted = 50
/** Largest number of windows of each series. More windows take more time, and hardly change what they tell. */
const mostWindows = 50
/** If at most this share of the rows is left out, the network keeps its weights and is not trained again on all rows. */
const smallShare = 0.1

/** The windows of a rehearsal, as in a backtest. */
export interface Rehearsal {
  readonly windows: number
  readonly stride: number
  /** Number of rows at the end of each series that the first training leaves out. */
  readonly rows: number
  /** Whether the network keeps the weights of the first training. */
  readonly keeps: boolean
}

/**
 * Plans a rehearsal on the newest rows of each series: at least one horizon, and up to a quarter of a typical series
 * until there are about fifty windows in all. It is `null` if the series are too short.
 */
export function rehearsalFor(
  { lengths }: Pick<Panel, 'lengths'>,
  { horizon }: Pick<NetworkSettings, 'horizon'>,
): Rehearsal | null {
  const typical = lengths.slice().sort()[lengths.length >> 1]
  const quarter = Math.max(horizon, Math.round(typical / 4))
  const held = Math.min(quarter, horizon * Math.ceil(wanted / lengths.length))
  if (typical - held <= horizon) return null
  return { ...windowsIn(held, horizon), keeps: held <= smallShare * typical }
}

/** The windows within the newest rows of a series. */
export function windowsIn(held: number, horizon: number): Omit<Rehearsal, 'keeps'> {
  const stride = Math.max(Math.ceil(horizon / 4), Math.ceil((held - horizon) / mostWindows))
  const windows = Math.floor((held - horizon) / stride) + 1
  return { windows, stride, rows: (windows - 1) * stride + horizon }
}
