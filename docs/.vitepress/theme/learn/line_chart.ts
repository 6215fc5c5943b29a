import { h, type VNode } from 'vue'

export interface LineChart {
  /** Said by screen readers. */
  label: string
  width: number
  height: number
  /** Ends of the axes. */
  x: readonly [first: number, last: number]
  y: readonly [low: number, high: number]
  xTicks: readonly number[]
  yTicks: readonly number[]
  /** How ticks of the vertical axis are written. */
  yText?: (tick: number) => string
  /** Positions and values of each line, which is cut off at the ends of the axis. */
  lines: readonly { name: string; at: readonly number[]; values: readonly number[] }[]
  /** A vertical line at this position. */
  mark?: number
}

const [left, right, top, bottom] = [54, 14, 10, 24]

/** Lines in the colours of the theme; dashes distinguish them also without colours. */
export function lineChart(chart: LineChart): VNode {
  const { label, width, height, x, y, xTicks, yTicks, yText = String, lines, mark } = chart
  const across = (value: number) => left + ((value - x[0]) / (x[1] - x[0])) * (width - left - right)
  const up = (value: number) => top + ((y[1] - value) / (y[1] - y[0])) * (height - top - bottom)
  const text = (at: { x: number; y: number }, anchor: string, content: string) =>
    h('text', { ...at, class: 'learn-tick', 'text-anchor': anchor }, content)
  const path = (at: readonly number[], values: readonly number[]) =>
    values.map((value, i) => `${i ? 'L' : 'M'}${across(at[i]).toFixed(1)} ${up(value).toFixed(1)}`).join('')
  const clip = `learn-${label.replace(/\W+/g, '-')}`
  return h('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label }, [
    h('clipPath', { id: clip }, [
      h('rect', { x: left, y: top, width: Math.max(0, width - left - right), height: height - top - bottom }),
    ]),
    ...yTicks.flatMap((tick) => [
      h('line', { x1: left, x2: width - right, y1: up(tick), y2: up(tick), class: 'learn-grid' }),
      text({ x: left - 6, y: up(tick) + 4 }, 'end', yText(tick)),
    ]),
    ...xTicks.map((tick) => text({ x: across(tick), y: height - 6 }, 'middle', `${tick}`)),
    h(
      'g',
      { 'clip-path': `url(#${clip})` },
      lines.map(({ at, values }, i) => h('path', { d: path(at, values), class: `learn-line learn-line-${i + 1}` })),
    ),
    mark === undefined
      ? undefined
      : h('line', { x1: across(mark), x2: across(mark), y1: top, y2: height - bottom, class: 'learn-mark' }),
  ])
}

/** The names of the lines, each with its colour and dashes, and a value. */
export const legend = (names: readonly string[], values: readonly string[] = []): VNode =>
  h(
    'ul',
    { class: 'learn-legend' },
    names.map((name, i) =>
      h('li', [
        h('svg', { width: 30, height: 10, 'aria-hidden': 'true' }, [
          h('line', { x1: 0, x2: 30, y1: 5, y2: 5, class: `learn-line learn-line-${i + 1}` }),
        ]),
        h('span', name),
        values[i] === undefined ? undefined : h('strong', values[i]),
      ]),
    ),
  )
