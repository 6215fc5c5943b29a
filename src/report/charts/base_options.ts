// Options of ECharts that all charts share. Colours are tokens; see theme.ts.

import type { EChartsOption } from 'echarts'

export type ChartOption = EChartsOption

/** Without quotation marks: ECharts writes it into attributes of SVG as it is. */
export const font = 'ui-sans-serif, system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif'

const label = { color: '$muted', fontSize: 12 }
const lines = { lineStyle: { color: '$line' } }

/** Around the plot with the labels of its axes, and the legend's row above. */
export const grid = { left: 2, right: 18, top: 34, bottom: 2, outerBoundsMode: 'same' as const }

/** Names that have no room are a page further: a second row would lie on the plot. */
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

/** A name stands at the end of the axis, where it does not take the width from the plot. */
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

export const shared = { animation: false, textStyle: { fontFamily: font } }

/** Shapes and dashes that tell lines apart where colours do not. */
export const symbols = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow']
export const dashes: ('solid' | number[])[] = ['solid', [6, 3], [2, 3], [10, 3, 2, 3]]
