import { data, element, formatNumber, state } from './format.mjs'

const { init } = /** @type {typeof import('echarts')} */ (Reflect.get(globalThis, 'echarts'))
export const dark = matchMedia('(prefers-color-scheme: dark)')

/**
 * @typedef {{ name: string, seriesName: string, color: string, value: unknown, axisValue: string, dataIndex: number }}
 * Point
 */

/** @type {{ chart: import('echarts').ECharts, option: () => import('echarts').EChartsOption }[]} */
export const charts = []

export const theme = () =>
  /** @type {'light' | 'dark'} */ (document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light'))

/**
 * Replaces the colour tokens of an option with the colours of the theme.
 *
 * @param {object} option
 */
export function painted(option) {
  const colours = data.colours[theme()]
  return JSON.parse(
    JSON.stringify(option, (key, value) => (/color$/i.test(key) && value in colours ? colours[value] : value)),
  )
}

/**
 * Draws a chart. `redraw` calls `option` again and draws its result.
 *
 * @param {HTMLElement} place
 * @param {() => import('echarts').EChartsOption} option
 */
export function addChart(place, option) {
  const chart = init(place, null, { renderer: 'svg' })
  chart.setOption(option())
  charts.push({ chart, option })
  new ResizeObserver(() => chart.resize()).observe(place)
  return chart
}

export function redraw() {
  for (const { chart, option } of charts) chart.setOption(option(), { notMerge: true })
}

/**
 * @param {string} title
 * @param {{ colour?: string, name: string, value: string }[]} rows
 */
export function tooltipBody(title, rows) {
  const lines = rows.map(({ colour, name, value }) => {
    const dot = element('i')
    // The policy of the page forbids style attributes.
    dot.style.background = colour ?? 'transparent'
    return element('tr', {}, element('td', {}, dot, name), element('td', {}, value))
  })
  return element('div', { class: 'tip' }, element('b', {}, title), element('table', {}, ...lines))
}

/**
 * @param {(points: Point[]) => HTMLElement} body
 * @param {'line' | 'shadow'} pointer
 */
export function tooltip(body, pointer = 'line') {
  return {
    trigger: 'axis',
    confine: true,
    axisPointer: { type: pointer, lineStyle: { color: '$muted' }, shadowStyle: { opacity: 0.08 } },
    backgroundColor: '$surface',
    borderColor: '$line',
    textStyle: { color: '$ink', fontSize: 13 },
    /** @param {Point | Point[]} points */
    formatter: (points) => body(Array.isArray(points) ? points : [points]),
  }
}

/**
 * Draws a chart of the page's data. Its pickers are the selects that main.mjs listens to.
 *
 * @param {HTMLElement} place
 * @param {string} id
 * @param {(id: string) => void} pickSeries
 */
export function addDataChart(place, id, pickSeries) {
  const { variants, perModel, perSeries, unit = '', pick } = data.charts[id]
  const chosen = () => (perModel ? state.model : perSeries ? state.series : (state.variant[id] ?? 0))
  const bars = /** @type {{ type?: string }[]} */ (variants[0].option.series)[0]?.type === 'bar'
  const body = (/** @type {Point[]} */ points) =>
    tooltipBody(
      typeof points[0].axisValue === 'number' ? `${formatNumber(points[0].axisValue)}${unit}` : points[0].axisValue,
      points.map(({ seriesName, color, value }) => ({
        name: seriesName,
        colour: color,
        value: `${formatNumber(Array.isArray(value) ? value[1] : value)}${unit}`,
      })),
    )
  const chart = addChart(place, () => {
    const { option } = variants[chosen()]
    const colours = data.colours[theme()]
    const tip = tooltip(body, bars ? 'shadow' : 'line')
    const drawn = painted(option)
    // On a small screen, names take at most 40 % of the width and leave the rest to the bars.
    if (drawn.yAxis.type === 'category') drawn.yAxis.axisLabel.width = Math.min(180, 0.4 * place.clientWidth)
    return { ...drawn, tooltip: { ...painted(tip), formatter: tip.formatter, borderColor: colours.$line } }
  })
  if (pick) chart.on('click', ({ name }) => pickSeries(name))
}
