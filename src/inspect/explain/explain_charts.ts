import type { Forecast } from '../../forecast/forecast.ts'
import { rankOption } from '../../report/charts/bar_option.ts'
import type { ChartOption } from '../../report/charts/base_options.ts'
import { renderSvg } from '../../report/charts/render_svg.ts'
import { chart } from '../../report/charts/svg_chart.ts'
import { palettes } from '../../report/charts/theme.ts'
import type { Panel } from '../../series/index.ts'
import type { Driver } from './explanation.ts'

/** The most effects of a chart. */
const mostBars = 12

/** History and forecast of one series. */
export const forecastChart = (
  panel: Panel,
  forecast: Forecast,
  options: { width: number; height: number; theme: 'light' | 'dark' },
): string => chart(forecast, forecast.ids[0], { panel, ...options })

/** The effects as horizontal bars, the strongest on top; `null` without effects. */
export function driversChart(
  series: string,
  panel: Panel,
  drivers: readonly Driver[],
  { width, theme }: { width: number; theme: 'light' | 'dark' },
): string | null {
  if (drivers.length === 0) return null
  const bars = drivers.slice(0, mostBars).map(({ name, role, effect }) => ({
    name: role === 'target' ? `history of ${name}` : name,
    value: Number(effect.toPrecision(3)),
  }))
  const option = rankOption(`effect on ${panel.target.name}`, bars)
  const placed = { ...option, grid: { ...option.grid, left: 16, top: 40, bottom: 8 } } as ChartOption
  const height = Math.max(100, 90 + 28 * bars.length)
  return renderSvg(`What moves the forecast of ${series}`, placed, { width, height, palette: palettes[theme] })
}
