import { describe, expect, it } from 'vitest'
import { gru } from '../../../src/forecast/kinds/index.ts'
import { designFor } from '../../../src/forecast/network/design/design.ts'
import type { NetworkSettings } from '../../../src/forecast/network/design/settings.ts'
import { panelFromSeries } from '../../../src/series/index.ts'

describe('the design of a network', () => {
  const design = (frequency: string, rows: number, horizon: number, { recursive = false } = {}) =>
    designFor(
      panelFromSeries([{ id: 'a', values: new Float64Array(rows) }], { frequency }),
      gru({ horizon, recursive }).options as unknown as NetworkSettings,
      recursive,
    )

  it('has a context of some seasons, at least two horizons, and no more than the series have', () => {
    expect(design('h', 1000, 48)).toMatchObject({ context: 168, season: 24, lags: [], calendar: ['hour', 'dayOfWeek'] })
    expect(design('1d', 735, 56)).toMatchObject({ context: 112, season: 7, lags: [364], calendar: ['dayOfWeek'] })
    expect(design('15min', 5000, 96)).toMatchObject({ context: 192, season: 96, lags: [672] })
    expect(design('MS', 72, 12)).toMatchObject({ context: 40, season: 12, calendar: ['month'] })
    expect(design('YS', 40, 6)).toMatchObject({ season: 1, lags: [], calendar: [] })
  })

  it('has the season as a lag if the context cannot hold it', () => {
    expect(design('min', 21_000, 60)).toMatchObject({ season: 1, lags: [1440, 10_080] })
  })

  it('has lags in steps back if it is recursive', () => {
    expect(design('h', 1000, 48, { recursive: true }).lags).toEqual([24, 48, 168])
    expect(design('YS', 40, 6, { recursive: true }).lags).toEqual([2, 3])
  })
})
