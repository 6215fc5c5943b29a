import { init } from 'echarts'

export interface Bars {
  title: string
  /** Name of the vertical axis. */
  y: string
  /** One label for each group of bars. */
  labels: readonly string[]
  /** Values by the name of the bars, one for each group. */
  bars: Readonly<Record<string, readonly number[]>>
  /** Digits after the point of the numbers above the bars; default 3. */
  digits?: number
}

const colours = ['#1d5fd0', '#c2570c', '#0f7f74', '#a21caf']

/** Draws groups of bars with their numbers as SVG. */
export function barPicture({ title, y, labels, bars, digits = 3 }: Bars): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 320 })
  const several = Object.keys(bars).length > 1
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 12, top: 8, textStyle: { fontSize: 15, color: '#16202e' } },
    legend: { show: several, top: 32, left: 12 },
    grid: { left: 66, right: 20, top: several ? 72 : 52, bottom: 32 },
    xAxis: { type: 'category', data: labels, axisTick: { show: false } },
    yAxis: { type: 'value', name: y, nameLocation: 'middle', nameGap: 46, nameTextStyle: { color: '#566274' } },
    series: Object.entries(bars).map(([name, values], i) => ({
      ...{ name, type: 'bar', color: colours[i], barMaxWidth: 56 },
      data: values.map((value) => ({
        value,
        label: {
          show: true,
          position: value < 0 ? 'bottom' : 'top',
          color: '#566274',
          formatter: value.toFixed(digits),
        },
      })),
    })),
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
