import { addChart, painted, redraw, theme, tooltip, tooltipBody } from './charts.mjs'
import { data, element, formatNumber, formatTime, marked, state, whole } from './format.mjs'

/** @typedef {(number | null)[]} Column */

/**
 * The columns of the series that is shown.
 *
 * @param {import('../page_data.ts').FanData} fan
 * @returns {Record<string, Column>}
 */
function columnsOf({ series, grids }) {
  const { grid, actual, forecast, backtests } = series[state.series]
  const x = [...grids[grid]]
  const filled = Object.entries({ actual, ...forecast, ...backtests[state.model] }).map(([name, pieces]) => {
    /** @type {Column} */
    const column = new Array(x.length).fill(null)
    for (const [row, values] of pieces) for (let i = 0; i < values.length; i++) column[row + i] = values[i]
    return [name, column]
  })
  return { x, ...Object.fromEntries(filled) }
}

/**
 * The rows of the tooltip at one time: name and value of each line, and the intervals, which are sums of band heights.
 *
 * @param {Record<string, Column>} columns
 * @param {number} row
 */
function rowsAt(columns, row) {
  const { levels } = /** @type {import('../page_data.ts').FanData} */ (data.fan).views[state.model] ?? { levels: {} }
  const colours = data.colours[theme()]
  const rows = [{ colour: colours.$ink, name: 'History', value: formatNumber(columns.actual[row]) }]
  for (const [layer, name, colour] of [
    ['window0', 'Backtest', colours.$line1],
    ['window1', 'Backtest', colours.$line1],
    ['forecast', 'Forecast', colours.$accent],
  ]) {
    const mean = columns[`${layer} mean`]?.[row]
    if (typeof mean !== 'number') continue
    rows.push({ colour, name, value: formatNumber(mean) })
    let height = 0
    const ends = (levels[layer] ?? []).map((_, i) => {
      height += columns[`${layer} ${i ? `band${i}` : 'base'}`]?.[row] ?? 0
      return height
    })
    for (let i = ends.length / 2 - 1; i >= 0; i--) {
      const share = Number((100 * (1 - 2 * levels[layer][i])).toPrecision(6))
      const value = `${formatNumber(ends[i])} to ${formatNumber(ends[ends.length - 1 - i])}`
      rows.push({ colour: 'transparent', name: `${share} % interval`, value })
    }
  }
  return rows.filter(({ value }) => value !== '–')
}

/** @param {HTMLElement} place */
export function addFan(place) {
  const { fan } = data
  if (!fan) return
  const title = /** @type {HTMLElement} */ (document.getElementById('fan-title'))
  const numbers = marked('data-numbers')[0].place
  const part = marked('data-shown')[0].place
  addChart(place, () => {
    const columns = columnsOf(fan)
    const { option } = fan.views[state.model] ?? fan.views[0]
    const tip = tooltip((points) => {
      const row = points[0].dataIndex
      return tooltipBody(formatTime(Number(columns.x[row])), rowsAt(columns, row))
    })
    title.textContent = fan.series[state.series].id
    const { shown, of = 0 } = fan.series[state.series]
    part.textContent = shown
      ? `The chart shows the last ${whole.format(shown)} of ${whole.format(of)} rows of history.`
      : ''
    numbers.replaceChildren(numbersOf(columns))
    return {
      ...painted(option),
      tooltip: { ...painted(tip), formatter: tip.formatter },
      dataset: { source: columns },
    }
  })
}

/**
 * The numbers of the chart as a table, for example for screen readers.
 *
 * @param {Record<string, Column>} columns
 */
function numbersOf(columns) {
  const lines = columns.x.map((time, row) => {
    const text = rowsAt(columns, row).map(({ name, value }) => `${name} ${value}`)
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, formatTime(Number(time))),
      element('td', {}, text.join('; ')),
    )
  })
  return element('div', { class: 'scroll short' }, element('table', { class: 'numbers' }, ...lines.reverse()))
}

/**
 * Shows a series, by its id or position. By its id, the page also scrolls to the chart.
 *
 * @param {string | number} which
 */
export function showSeries(which) {
  const series = data.fan?.series ?? []
  const position = typeof which === 'number' ? which : series.findIndex(({ id }) => id === which)
  if (position < 0 || position >= series.length) return
  state.series = position
  for (const { place } of marked('data-series')) /** @type {HTMLSelectElement} */ (place).value = `${position}`
  redraw()
  if (typeof which === 'string') document.getElementById('fan-title')?.scrollIntoView({ block: 'center' })
}
