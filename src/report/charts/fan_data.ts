import type { FanData } from '../page_data.ts'
import { intervalEdges } from './fan_columns.ts'
import { type FanLayout, fanOption } from './fan_option.ts'
import { type SeriesSources, seriesRows } from './series_rows.ts'

/** The charts of some series, for the page. */
export function fanData(ids: readonly string[], sources: SeriesSources): FanData {
  const grids = new Map<string, { index: number; x: readonly number[] }>()
  const series = ids.map((id) => {
    const { x, ...rows } = seriesRows(id, sources)
    const key = x.join()
    const grid = grids.get(key) ?? { index: grids.size, x }
    grids.set(key, grid)
    return { id, grid: grid.index, ...rows }
  })
  const { forecast, backtests, panel } = sources
  const slider = [...grids.values()].some(({ x }) => x.length > 60)
  const history = panel !== undefined || backtests.length > 0
  const ahead = forecast && { forecast: forecast.quantileLevels }
  const tested = backtests.map(({ name, backtest }) => ({
    backtest: backtest.windows[0]?.forecast.quantileLevels ?? [],
    ...(backtests.length > 1 && { windows: `Backtest of ${name}` }),
  }))
  const ends = (levels: readonly number[]) => intervalEdges(levels).map((i) => levels[i])
  return {
    views: (tested.length ? tested : [{}]).map((past: Pick<FanLayout, 'backtest' | 'windows'>) => ({
      option: fanOption({ target: panel?.target.name ?? '', history, slider, ...ahead, ...past }),
      levels: {
        ...(ahead && { forecast: ends(ahead.forecast) }),
        ...(past.backtest && { window0: ends(past.backtest), window1: ends(past.backtest) }),
      },
    })),
    grids: Array.from(grids.values(), ({ x }) => x),
    series,
    unit: (forecast ?? backtests[0].backtest.windows[0].forecast).frequency.unit,
  }
}
