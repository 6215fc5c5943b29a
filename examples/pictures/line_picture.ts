import { init } from 'echarts'

export interface Lines {
  title: string
  /** Name of the horizontal axis. */
  x: string
  /** Positions on the horizontal axis; default 1, 2, 3, ... */
  at?: readonly number[]
  y: string
  /** Ends of the vertical axis; default those of the values. */
  range?: readonly [low: number, high: number]
  /** Whether the vertical axis is logarithmic. */
  log?: boolean
  lines: Readonly<Record<string, ArrayLike<number>>>
  /** Positions, from 1, that get a vertical line. */
  marks?: readonly number[]
}

const colours = ['#1d5fd0', '#c2570c', '#0f7f74', '#a21caf', '#566274']
const dashes: ('solid' | number[])[] = ['solid', [7, 4], [2, 3], [10, 3, 2, 3], [14, 5]]

const powerOfTen = (value: number): string =>
  `10${`${Math.round(Math.log10(value))}`.replace(/./g, (sign) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(sign)])}`

const verticalLines = (positions: readonly number[]) => ({
  ...{ silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: '#566274', type: 'solid' } },
  data: positions.map((xAxis) => ({ xAxis })),
})

/** Draws lines as SVG. Dashes distinguish them also without colours. */
export function linePicture(picture: Lines): string {
  const { title, x, at, y, range = [], log = false, lines, marks = [] } = picture
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 340 })
  const named = { nameLocation: 'middle', nameTextStyle: { color: '#566274' } } as const
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 12, top: 8, textStyle: { fontSize: 15, color: '#16202e' } },
    legend: { top: 32, left: 12, itemWidth: 34 },
    grid: { left: 66, right: 20, top: 66, bottom: 44 },
    xAxis: {
      type: 'value',
      name: x,
      nameGap: 26,
      min: at ? 'dataMin' : 1,
      max: 'dataMax',
      splitLine: { show: false },
      ...named,
    },
    yAxis: {
      ...{ type: log ? 'log' : 'value', name: y, nameGap: 46, ...named },
      ...{ min: range[0], max: range[1] },
      axisLabel: log ? { formatter: powerOfTen } : {},
    },
    series: Object.entries(lines).map(([name, values], i) => ({
      ...{ name, type: 'line', symbol: 'none', color: colours[i] },
      lineStyle: { width: 2, type: dashes[i] },
      data: Array.from(values, (value, t) => [at ? at[t] : t + 1, Number.isFinite(value) ? value : '-']),
      markLine: i === 0 ? verticalLines(marks) : undefined,
    })),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
