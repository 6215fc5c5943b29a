import { baseAxis, type ChartOption, dashes, grid, legend, shared, symbols, valueAxis } from './base_options.ts'
import { lineToken } from './theme.ts'

export interface LineData {
  readonly name: string
  readonly values: readonly (number | null)[] | readonly (readonly [number, number])[]
  /** Number of the line's colour in the palette; default the position of the line. */
  readonly colour?: number
  /** The value that the line should have. It is drawn as a horizontal line. */
  readonly nominal?: number
}

export interface LineChart {
  /** Name of the horizontal axis. */
  readonly x: string
  /** Name of the vertical axis. */
  readonly y: string
  /** Labels of the values on the horizontal axis; without labels, each value is a point [x, y]. */
  readonly labels?: readonly (string | number)[]
  readonly lines: readonly LineData[]
  /** Whether the vertical axis is logarithmic. */
  readonly log?: boolean
  /** Limits of both axes, for points that should lie on the diagonal, which is then drawn. */
  readonly square?: readonly [low: number, high: number]
  /** Text after the numbers of the axes. */
  readonly unit?: string
  /** A vertical line at one of the labels. */
  readonly mark?: { readonly at: string; readonly name: string; readonly side: 'left' | 'right' }
}

/** Options of a chart of lines over steps, epochs or levels. */
export function lineOption({ x, y, labels, lines, log, square, unit = '', mark }: LineChart): ChartOption {
  const axisLabel = { color: '$muted', fontSize: 12, formatter: `{value}${unit}` }
  const limits = square ? { min: square[0], max: square[1] } : {}
  const few = lines.every(({ values }) => values.length <= 60)
  return {
    ...shared,
    aria: { enabled: true },
    grid: lines.length > 1 ? grid : { ...grid, top: 8 },
    legend: { ...legend, show: lines.length > 1, data: lines.map(({ name }) => name) },
    xAxis: labels
      ? { ...baseAxis({ name: x }), type: 'category', data: [...labels], boundaryGap: false }
      : { ...baseAxis({ name: x }), type: 'value', ...limits, axisLabel },
    yAxis: valueAxis(y, { type: log ? 'log' : 'value', ...limits, axisLabel }),
    series: [
      ...lines.map(({ name, values, colour, nominal }, i) => ({
        type: 'line',
        name,
        data: values,
        color: lineToken(colour ?? i),
        symbol: symbols[i % symbols.length],
        symbolSize: 7,
        showSymbol: few,
        showAllSymbol: true,
        lineStyle: { width: 2, type: dashes[i % dashes.length] },
        emphasis: { disabled: true },
        markLine: marks(nominal, i === 0 ? mark : undefined, lineToken(colour ?? i)),
      })),
      ...(square ? [diagonal(square)] : []),
    ],
  } as ChartOption
}

function marks(nominal: number | undefined, mark: LineChart['mark'], color: string): object | undefined {
  const data = [
    ...(nominal === undefined
      ? []
      : [{ yAxis: nominal, lineStyle: { color, type: 'dashed' }, label: { show: false } }]),
    ...(mark
      ? [
          {
            xAxis: mark.at,
            name: mark.name,
            label: { formatter: '{b}', align: mark.side, color: '$muted', fontSize: 12 },
          },
        ]
      : []),
  ]
  return data.length
    ? { silent: true, symbol: 'none', animation: false, lineStyle: { color: '$muted', type: [4, 4] }, data }
    : undefined
}

const diagonal = ([low, high]: readonly [number, number]) => ({
  type: 'line',
  name: 'as it should be',
  data: [
    [low, low],
    [high, high],
  ],
  symbol: 'none',
  silent: true,
  color: '$muted',
  lineStyle: { width: 1, type: [4, 4] },
  z: 1,
  tooltip: { show: false },
})
