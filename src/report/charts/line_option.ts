import { baseAxis, type ChartOption, dashes, grid, legend, shared, symbols, valueAxis } from './base_options.ts'
import { lineToken } from './theme.ts'

export interface LineData {
  readonly name: string
  readonly values: readonly (number | null)[] | readonly (readonly [number, number])[]
  /** Which of the palette's lines; default its position. */
  readonly colour?: number
  /** A horizontal line: what it should be at. */
  readonly nominal?: number
}

export interface LineChart {
  readonly x: string
  readonly y: string
  /** Labels of the values; without them the values are points. */
  readonly labels?: readonly (string | number)[]
  readonly lines: readonly LineData[]
  readonly log?: boolean
  /** Limits of both axes, with the diagonal drawn: for what should lie on it. */
  readonly square?: readonly [low: number, high: number]
  /** Written after the numbers of the axes. */
  readonly unit?: string
  /** A vertical line at one of the labels. */
  readonly mark?: { readonly at: string; readonly name: string; readonly side: 'left' | 'right' }
}

/** Lines over steps, epochs or levels. */
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
    yAxis: valueAxis(y, { ...(log && { type: 'log' }), ...limits, axisLabel }),
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
