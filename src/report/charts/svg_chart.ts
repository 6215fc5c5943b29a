import { checkOptions, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Forecast } from '../../forecast/forecast.ts'
import type { Panel } from '../../series/index.ts'
import { clipText } from './clipped.ts'
import { echarts } from './echarts.ts'
import { fillColumn } from './fan_columns.ts'
import { fanOption } from './fan_option.ts'
import { seriesRows } from './series_rows.ts'
import { fillTokens, palettes, tokensOf } from './theme.ts'

/** What a chart shows, and how large. */
export interface ChartOptions {
  /** For the line before the forecast. */
  panel?: Panel
  /** Rows of history that are shown; default eight horizons, at least 48. */
  history?: number
  /** In pixels; default 800. */
  width?: number
  /** In pixels; default 360. */
  height?: number
  /** Default `light`. */
  theme?: 'light' | 'dark'
}

/** Width of a letter of the title, rather too much than too little: which font it will be is not known here. */
const letter = 10

/**
 * The forecast of one series as an SVG picture: history, mean and intervals.
 *
 * @param id - of the series; may be left out if there is only one
 * @param forecast - that holds the series
 * @returns the text of an SVG file
 * @throws {GatecastError} `ERR_DATA` if the series has no forecast or no history in the panel
 * @example
 * await writeFile('store7.svg', chart(forecast, 'store 7', { panel }))
 */
export function chart(forecast: Forecast, id: string = onlyId(forecast), options: ChartOptions = {}): string {
  checkOptions('a chart', options, ['panel', 'history', 'width', 'height', 'theme'])
  const { panel, theme = 'light' } = options
  const width = checkWhole('width', options.width ?? 800, 100, 10_000)
  const height = checkWhole('height', options.height ?? 360, 100, 10_000)
  const rows = checkWhole('history', options.history ?? Math.max(48, 8 * forecast.horizon), 1)
  const palette = palettes[theme]
  if (!palette) throw new GatecastError('ERR_RANGE', `Expected theme to be light or dark, got ${JSON.stringify(theme)}`)
  forecast.of(id)

  const shown = seriesRows(id, { forecast, backtests: [], rows, ...(panel && { panel }) })
  const columns = { actual: shown.actual, ...shown.forecast }
  const source = Object.fromEntries(
    Object.entries(columns).map(([name, pieces]) => [name, fillColumn(pieces, shown.x.length)]),
  )
  const option = fanOption({
    forecast: forecast.quantileLevels,
    target: panel?.target.name ?? '',
    history: panel !== undefined,
    slider: false,
  })
  const title = {
    text: clipText(id, Math.floor(width / letter)),
    left: 0,
    top: 6,
    textStyle: { color: '$ink', fontSize: 15, fontWeight: 600 },
  }
  // Beside the title, it would lie on long ids.
  const legend = { ...option.legend, top: 30 }
  const space = { ...option.grid, top: 62 }
  const picture = echarts().init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    picture.setOption(
      fillTokens(
        {
          ...option,
          backgroundColor: '$surface',
          title,
          legend,
          grid: space,
          dataset: { source: { x: shown.x, ...source } },
        },
        tokensOf(palette),
      ),
    )
    return picture.renderToSVGString()
  } finally {
    // It keeps a timer, and with it the process.
    picture.dispose()
  }
}

export function onlyId({ ids }: Forecast): string {
  if (ids.length === 1) return ids[0]
  throw new GatecastError('ERR_DATA', `Expected the id of one of the forecast's ${ids.length} series, got none`)
}
