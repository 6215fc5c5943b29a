// A network whose season follows the wall clock is trained on panels on the wall clock. It forecasts a few slots more
// than the horizon, as the clock may skip some of them.

import { GatecastError } from '../../../base/error.ts'
import type { Panel } from '../../../series/index.ts'
import { fixedUnits, isClockUnit } from '../../../series/time/units.ts'
import { clockPanel, followsClock } from '../../season/clock_panel.ts'
import { mapPanels, type PanelStream } from '../data/panel_stream.ts'
import type { Design } from './design.ts'
import type { NetworkSettings } from './settings.ts'

/** Milliseconds that a clock is set forward at a time. */
const longestGap = 3_600_000

/** The data of a training on the wall clock. */
export interface ClockData {
  readonly data: Panel | PanelStream
  /** Number of slots beyond the horizon; `undefined` if no panel that was read so far has a clock that changes. */
  extra(): number | undefined
}

/** Panels that are moved onto the wall clock when they are read, if the season follows it. */
export function onClock(data: Panel | PanelStream, { season, horizon }: NetworkSettings): ClockData {
  if (season !== 'clock') return { data, extra: () => undefined }
  let extra: number | undefined
  const move = (panel: Panel): Panel => {
    if (!followsClock(panel)) return panel
    const { unit, multiple } = panel.frequency
    if (isClockUnit(unit)) extra = Math.ceil(longestGap / (fixedUnits[unit] * multiple))
    return clockPanel(panel, horizon).panel
  }
  const moved = mapPanels(data, move)
  return { data: moved, extra: () => extra }
}

/** The settings with which a network is built and run: its season is the usual one, its horizon that of the slots. */
export function settingsOnClock<Settings extends NetworkSettings>(
  settings: Settings,
  { clockSteps }: Pick<Design, 'clockSteps'>,
  isRecursive: boolean,
): Settings {
  if (settings.season !== 'clock') return settings
  const { season: _, ...rest } = settings
  const horizon = settings.horizon + (clockSteps ?? 0)
  const short = settings.lags?.find((lag) => lag < horizon)
  if (short !== undefined && !isRecursive)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected lags of ${horizon} steps or more, as season: "clock" forecasts ${clockSteps} steps beyond the horizon, ` +
        `got ${short}`,
    )
  return { ...rest, horizon } as unknown as Settings
}
