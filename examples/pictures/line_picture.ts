import { init } from 'echarts'

export interface Lines {
  title: string
  /** Name of the horizontal axis, whose values are 1, 2, 3, ... */
  x: string
  y: string
  /** Whether the vertical axis is logarithmic. */
  log?: boolean
  lines: Readonly<Record<string, ArrayLike<number>>>
  /** Positions, from 1, that get a vertical line. */
  marks?: readonly number[]
}

const colours = ['#1d5fd0', '#c2570c', '#0f7f74', '#a21caf']
const dashes: ('solid' | number[])[] = ['solid', [7, 4], [2, 3], [10, 3, 2, 3]]

const powerOfTen = (value: number): string =>
  `10${`${Math.round(Math.log10(value))}`.replace(/./g, (sign) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(sign)])}`

const verticalLines = (positions: readonly number[]) => ({
  ...{ silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: '#566274', type: 'solid' } },
  data: positions.map((xAxis) => ({ xAxis })),
})

/** Draws lines as SVG. Dashes distinguish them also without colours. */
export function linePicture({ title, x, y, log = false, lines, marks = [] }: Lines): string {
  const picture = init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 340 })
  const named = { nameLocation: 'middle', nameTextStyle: { color: '#566274' } } as const
  picture.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 12, top: 8, textStyle: { fontSize: 15, color: '#16202e' } },
    legend: { top: 32, left: 12, itemWidth: 34 },
    grid: { left: 66, right: 20, top: 66, bottom: 44 },
    xAxis: { type: 'value', name: x, nameGap: 26, min: 1, max: 'dataMax', splitLine: { show: false }, ...named },
    yAxis: {
      ...{ type: log ? 'log' : 'value', name: y, nameGap: 46, ...named },
      axisLabel: log ? { formatter: powerOfTen } : {},
    },
    series: Object.entries(lines).map(([name, values], i) => ({
      ...{ name, type: 'line', symbol: 'none', color: colours[i] },
      lineStyle: { width: 2, type: dashes[i] },
      data: Array.from(values, (value, t) => [t + 1, value]),
      markLine: i === 0 ? verticalLines(marks) : undefined,
    })),
  })
  const svg = picture.renderToSVGString()
  picture.dispose()
  return svg
}
