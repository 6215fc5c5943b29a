import { baseAxis, type ChartOption, grid, legend, shared, timeAxis, valueAxis } from '../base_options.ts'
import { loneLevels } from '../intervals.ts'
import { intervalEdges } from './fan_columns.ts'

/** The lines of a chart of one series. Its columns are those of `seriesRows`. */
export interface FanLayout {
  /** Quantile levels of the forecast; undefined without a forecast. */
  readonly forecast?: readonly number[]
  /** Quantile levels of the backtest; undefined without a backtest. */
  readonly backtest?: readonly number[]
  /** Name of the windows of the backtest in the legend; default `Backtest`. */
  readonly windows?: string
  /** Name of the target, shown at the value axis. */
  readonly target: string
  /** Whether there is a line of the actual values. */
  readonly history: boolean
  /** Whether there is a slider below the chart, which selects a part of the time axis. */
  readonly slider: boolean
  /** Whether the times are the numbers of an index; default false. */
  readonly index?: boolean
}

/**
 * Options of the chart of one series: history, forecast, windows of a backtest, and the fans of their intervals. The
 * data come later as a `dataset`.
 */
export function fanOption({
  forecast,
  backtest,
  windows = 'Backtest',
  target,
  history,
  slider,
  index,
}: FanLayout): ChartOption {
  return {
    ...shared,
    useUTC: true,
    grid: { ...grid, bottom: slider ? 40 : 2 },
    legend: {
      ...legend,
      data: [...(history ? ['History'] : []), ...(forecast ? ['Forecast'] : []), ...(backtest ? [windows] : [])],
    },
    xAxis: index ? { ...baseAxis({}), type: 'value', scale: true } : timeAxis(),
    yAxis: valueAxis(target),
    dataZoom: slider ? zoom : undefined,
    series: [
      ...(backtest ? ['window0', 'window1'].flatMap((layer) => fan(windows, layer, '$line1', backtest)) : []),
      ...(forecast ? fan('Forecast', 'forecast', '$accent', forecast) : []),
      ...(history ? [{ ...line('History', 'actual', '$ink'), z: 4, sampling: 'lttb' }] : []),
    ],
  } as ChartOption
}

function fan(name: string, layer: string, colour: string, levels: readonly number[]): object[] {
  const edges = intervalEdges(levels)
  const strength = layer === 'forecast' ? 0.15 : 0.1
  const bands = edges.map((_, i) => ({
    ...line(name, `${layer} ${i ? `band${i}` : 'base'}`, colour),
    lineStyle: { width: 0 },
    stack: layer,
    // By default, ECharts stacks negative values separately from positive ones.
    stackStrategy: 'all',
    silent: true,
    symbol: 'none',
    z: 1,
    // A band is the darker, the nearer it is to the median. The first column is the base, which has no area.
    areaStyle: i ? { color: colour, opacity: strength * Math.min(i, edges.length - i) } : undefined,
  }))
  const lone = loneLevels(levels).map((i) => ({
    ...line(name, `${layer} q${levels[i]}`, colour),
    lineStyle: { width: 1, type: [2, 3] },
  }))
  return [{ ...line(name, `${layer} mean`, colour), z: 3 }, ...lone, ...bands]
}

const line = (name: string, column: string, color: string) => ({
  type: 'line',
  name,
  id: column,
  encode: { x: 'x', y: column },
  color,
  symbol: 'circle',
  symbolSize: 5,
  showSymbol: false,
  lineStyle: { width: 2 },
  emphasis: { disabled: true },
})

const zoom = [
  { type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false },
  {
    type: 'slider',
    height: 22,
    bottom: 6,
    showDataShadow: false,
    borderColor: '$line',
    fillerColor: '$line',
    textStyle: { color: '$muted' },
    moveHandleSize: 0,
    brushSelect: false,
  },
]
