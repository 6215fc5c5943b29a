import { defined } from '../../../base/defined.ts'
import type { FanData } from '../../page_data.ts'
import { leftOut, type SeriesSources, seriesRows } from '../series_rows.ts'
import { intervalEdges } from './fan_columns.ts'
import { type FanLayout, fanOption } from './fan_option.ts'

/** The data of the chart on a page that shows one of `ids` at a time. */
export function fanData(ids: readonly string[], sources: SeriesSources): FanData {
  const grids = new Map<string, { index: number; x: readonly number[] }>()
  const series = ids.map((id) => {
    const { x, ...rows } = seriesRows(id, sources)
    const key = x.join()
    const grid = grids.get(key) ?? { index: grids.size, x }
    grids.set(key, grid)
    const { hidden, of } = leftOut(id, sources)
    return { id, grid: grid.index, ...rows, ...(hidden > 0 ? { shown: of - hidden, of } : {}) }
  })
  const { forecast, backtests, panel } = sources
  const { unit } = (forecast ?? backtests[0].backtest.windows[0].forecast).frequency
  const index = unit === 'step'
  const slider = [...grids.values()].some(({ x }) => x.length > 60)
  const history = panel !== undefined || backtests.length > 0
  const tested = backtests.map(({ name, backtest }) => ({
    backtest: backtest.windows[0]?.forecast.quantileLevels ?? [],
    windows: backtests.length > 1 ? `Backtest of ${name}` : undefined,
  }))
  const ahead = forecast?.quantileLevels
  const ends = (levels: readonly number[]) => intervalEdges(levels).map((i) => levels[i])
  return {
    views: (tested.length ? tested : [{}]).map((past: Pick<FanLayout, 'backtest' | 'windows'>) => ({
      option: fanOption({ target: panel?.target.name ?? '', history, slider, index, forecast: ahead, ...past }),
      levels: defined({
        forecast: ahead && ends(ahead),
        window0: past.backtest && ends(past.backtest),
        window1: past.backtest && ends(past.backtest),
      }) as Record<string, number[]>,
    })),
    grids: Array.from(grids.values(), ({ x }) => x),
    series,
    unit,
  }
}
