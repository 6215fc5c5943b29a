import { checkChoice, checkOptions, checkWhole } from '../../base/check.ts'
import type { Forecast } from '../../forecast/forecast.ts'
import type { Panel } from '../../series/index.ts'
import type { ChartOption } from './base_options.ts'
import { fillColumn } from './fan/fan_columns.ts'
import { fanOption } from './fan/fan_option.ts'
import { meansOption } from './means_option.ts'
import { checkSeries, namedForecasts } from './named_forecasts.ts'
import { renderSvg } from './render_svg.ts'
import { onlyId, seriesRows } from './series_rows.ts'
import { palettes } from './theme.ts'

/** Contents and size of a chart. */
export interface ChartOptions {
  /** The panel, for the line of history. */
  panel?: Panel
  /** Number of rows of history; default eight horizons, at least 48. */
  history?: number
  /** Width in pixels; default 800. */
  width?: number
  /** Height in pixels; default 360. */
  height?: number
  /** Colours of the chart; default `light`. */
  theme?: 'light' | 'dark'
}

/**
 * Draws the forecast of one series as an SVG picture: history, mean and intervals. Several forecasts are drawn by their
 * means, without intervals.
 *
 * @param id - id of the series; may be left out if the forecast has only one series
 * @param forecast - the forecast that holds the series, or several by name
 * @returns the text of an SVG file
 * @throws {GatecastError} `ERR_DATA` if the series has no forecast or no history in the panel, `ERR_TYPE` for anything
 * but forecasts
 * @example
 * await writeFile('store7.svg', chart(forecast, 'store 7', { panel }))
 * await writeFile('both.svg', chart({ theta: one, gru: other }, 'store 7', { panel }))
 */
export function chart(
  forecast: Forecast | Readonly<Record<string, Forecast>>,
  id?: string,
  options: ChartOptions = {},
): string {
  checkOptions('a chart', options, ['panel', 'history', 'width', 'height', 'theme'])
  const named = namedForecasts(forecast)
  const [[, first]] = named
  const series = id ?? onlyId(first)
  const { panel, theme = 'light' } = options
  const width = checkWhole('width', options.width ?? 800, 100, 10_000)
  const height = checkWhole('height', options.height ?? 360, 100, 10_000)
  const rows = checkWhole('history', options.history ?? Math.max(48, 8 * first.horizon), 1)
  const palette = palettes[checkChoice('theme', theme, ['light', 'dark'])]
  checkSeries(named, series)

  const option = named.length > 1 ? meansOption(series, named, panel, rows) : fanWithData(series, first, panel, rows)
  // The legend is below the title: beside the title, it would cover a long id.
  const placed = { ...option, legend: { ...option.legend, top: 30 }, grid: { ...option.grid, top: 62 } }
  return renderSvg(series, placed as ChartOption, { width, height, palette })
}

function fanWithData(id: string, forecast: Forecast, panel: Panel | undefined, rows: number): ChartOption {
  const shown = seriesRows(id, { forecast, backtests: [], rows, panel })
  const columns = { actual: shown.actual, ...shown.forecast }
  const source = Object.fromEntries(
    Object.entries(columns).map(([name, pieces]) => [name, fillColumn(pieces, shown.x.length)]),
  )
  const option = fanOption({
    forecast: forecast.quantileLevels,
    target: panel?.target.name ?? '',
    history: panel !== undefined,
    slider: false,
    index: forecast.frequency.unit === 'step',
  })
  return { ...option, dataset: { source: { x: shown.x, ...source } } } as ChartOption
}
