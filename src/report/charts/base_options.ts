// Options of ECharts that all charts share. Colours are tokens, see theme.ts.

import type { EChartsOption } from 'echarts'

export type ChartOption = EChartsOption

/** Names of fonts without quotation marks: ECharts does not escape them when it writes them into attributes of SVG. */
export const font = 'ui-sans-serif, system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif'

const label = { color: '$muted', fontSize: 12 }
const lines = { lineStyle: { color: '$line' } }

/** Margins around the plot and the labels of its axes. The margin at the top holds the legend. */
export const grid = { left: 2, right: 18, top: 34, bottom: 2, outerBoundsMode: 'same' as const }

/** A legend of one row with pages: a second row would lie on the plot. */
export const legend = {
  type: 'scroll' as const,
  pageIconColor: '$muted',
  pageIconInactiveColor: '$line',
  pageTextStyle: { color: '$muted' },
  top: 2,
  left: 0,
  itemWidth: 24,
  itemHeight: 8,
  itemGap: 14,
  textStyle: { ...label, fontSize: 13 },
  inactiveColor: '$line',
}

/** The value axis. Its name stands above its end, so that the plot keeps its width. */
export const valueAxis = (name = '', more: object = {}) => ({
  type: 'value' as const,
  name,
  nameTextStyle: { ...label, align: 'left' as const },
  scale: true,
  axisLabel: { ...label, hideOverlap: true },
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: lines,
  ...more,
})

export const baseAxis = (more: object) => ({
  axisLabel: { ...label, hideOverlap: true },
  axisLine: lines,
  axisTick: { show: false },
  splitLine: { show: false },
  nameTextStyle: label,
  nameLocation: 'middle' as const,
  nameGap: 28,
  ...more,
})

/**
 * The time axis. ECharts chooses which of its labels fit: `hideOverlap` would drop the names of the months first, because
 * a day label stands close to each of them.
 */
export const timeAxis = () => ({ ...baseAxis({ axisLabel: label }), type: 'time' as const })

export const shared = { animation: false, textStyle: { fontFamily: font } }

/** Symbols and dashes, so that lines differ also without colours. */
export const symbols = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow']
export const dashes: ('solid' | number[])[] = ['solid', [6, 3], [2, 3], [10, 3, 2, 3]]
