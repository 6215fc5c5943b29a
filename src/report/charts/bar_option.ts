import { baseAxis, type ChartOption, grid, shared, valueAxis } from './base_options.ts'
import { lineToken } from './theme.ts'

const labels = { color: '$muted', fontSize: 12 }

/** Options of horizontal bars, the first one on top. */
export function rankOption(name: string, bars: readonly { name: string; value: number }[], colour = 1): ChartOption {
  return {
    ...shared,
    aria: { enabled: true },
    grid: { ...grid, top: 2, right: 44 },
    xAxis: { ...valueAxis(name, { scale: false, splitNumber: 3 }), nameLocation: 'middle', nameGap: 28 },
    yAxis: {
      ...baseAxis({}),
      type: 'category',
      inverse: true,
      data: bars.map((bar) => bar.name),
      axisLabel: { ...labels, width: 180, overflow: 'truncate' },
    },
    series: [
      {
        type: 'bar',
        name,
        data: bars.map((bar) => bar.value),
        color: lineToken(colour),
        barMaxWidth: 18,
        itemStyle: { borderRadius: [0, 4, 4, 0] },
        label: { show: true, position: 'right', ...labels },
      },
    ],
  } as ChartOption
}

/**
 * Options of a chart of autocorrelations, with lines that 95 % of them stay between if the values hold no pattern.
 *
 * @param values - from lag 1 on
 * @param count - number of values that they were computed from
 */
export function autocorrelationOption(values: readonly number[], count: number): ChartOption {
  const limit = Number((1.96 / Math.sqrt(count)).toPrecision(3))
  const lines = [limit, -limit].map((yAxis) => ({ yAxis, label: { show: false } }))
  return {
    ...shared,
    aria: { enabled: true },
    grid: { ...grid, top: 8 },
    xAxis: { ...baseAxis({ name: 'Lag' }), type: 'category', data: values.map((_, i) => `${i + 1}`) },
    yAxis: valueAxis('', { scale: false }),
    series: [
      {
        type: 'bar',
        name: 'Autocorrelation',
        data: [...values],
        color: '$line2',
        barMaxWidth: 10,
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          lineStyle: { color: '$muted', type: [4, 4] },
          data: lines,
        },
      },
    ],
  } as ChartOption
}

/** Options of a histogram: the number of values in each of at most 24 bins of equal width. */
export function histogramOption(name: string, values: readonly number[]): ChartOption {
  const { labels: bins, counts } = histogram(values)
  return {
    ...shared,
    aria: { enabled: true },
    grid: { ...grid, top: 8 },
    xAxis: { ...baseAxis({ name }), type: 'category', data: bins },
    yAxis: valueAxis('Series', { scale: false, minInterval: 1 }),
    series: [
      {
        type: 'bar',
        name: 'Series',
        data: counts,
        color: '$line2',
        barCategoryGap: '6%',
        itemStyle: { borderRadius: [3, 3, 0, 0] },
      },
    ],
  } as ChartOption
}

/**
 * Counts values by bin. The last bin also holds all values above the 99th percentile: outliers would stretch the axis.
 */
export function histogram(values: readonly number[]): { labels: string[]; counts: number[] } {
  // Without a function that compares, many numbers are sorted ten times as fast.
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort()
  if (!sorted.length) return { labels: [], counts: [] }
  const low = sorted[0]
  const high = sorted[Math.floor(0.99 * (sorted.length - 1))]
  const width = (high - low) / Math.min(24, Math.max(5, Math.ceil(2 * Math.cbrt(sorted.length))))
  if (!(width > 0)) return { labels: [short(low)], counts: [sorted.length] }
  const bins = Math.round((high - low) / width)
  const counts = new Array<number>(bins).fill(0)
  for (const value of sorted) counts[Math.min(bins - 1, Math.floor((value - low) / width))]++
  const beyond = sorted[sorted.length - 1] > high
  const labels = counts.map((_, i) => {
    const from = short(low + i * width)
    return beyond && i === bins - 1 ? `${from} and more` : `${from} – ${short(low + (i + 1) * width)}`
  })
  return { labels, counts }
}

const short = (value: number): string => `${Number(value.toPrecision(3))}`
