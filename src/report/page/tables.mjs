import { showSeries } from './fan.mjs'
import { data, element, formatNumber, state, whole } from './format.mjs'

const pageSize = 10
/** Rows of a table on paper, which nobody can page through. */
const paperSize = 40

/** @typedef {readonly (string | number | null)[]} Row */

/**
 * Draws a table of the page's data. A click on a heading sorts it, the search field filters by the first column, and
 * long tables have pages.
 *
 * @param {HTMLElement} place
 * @param {string} id
 */
export function addTable(place, id) {
  const { columns, variants, pick = false, sorted = -1 } = data.tables[id]
  const view = { column: sorted, down: true, from: 0, search: '' }
  const charted = new Set(pick ? data.fan?.series.map((series) => series.id) : [])
  const body = element('tbody')
  const status = element('span', { role: 'status' })
  const search = element('input', {
    type: 'search',
    placeholder: `Find ${columns[0].name.toLowerCase()}`,
    'aria-label': 'Find',
  })
  const headings = columns.map(({ name }, column) => {
    const button = element('button', { type: 'button' }, name)
    button.addEventListener('click', () => {
      Object.assign(view, { down: view.column === column ? !view.down : column > 0, column, from: 0 })
      show()
    })
    return element('th', columns[column].isText ? { scope: 'col', class: 'text' } : { scope: 'col' }, button)
  })
  const [back, next] = [
    ['‹', 'Previous rows', -pageSize],
    ['›', 'Next rows', pageSize],
  ].map(([text, label, by]) => {
    const button = element('button', { type: 'button', 'aria-label': String(label) }, String(text))
    button.addEventListener('click', () => {
      view.from += Number(by)
      show()
    })
    return button
  })
  search.addEventListener('input', () => {
    Object.assign(view, { search: search.value.toLowerCase(), from: 0 })
    show()
  })

  /** @param {Row} row @param {readonly number[]} least - the lowest number of each column */
  function line(row, least) {
    const cells = row.map((value, column) => {
      if (column > 0) {
        const text = typeof value === 'number' ? `${formatNumber(value)}${columns[column].unit ?? ''}` : (value ?? '–')
        const kind = columns[column].isText ? 'text' : value === least[column] ? 'best' : undefined
        return element('td', kind ? { class: kind } : {}, text)
      }
      // CSS cuts off long names; the title attribute shows the whole name.
      const heading = { scope: 'row', title: String(value) }
      if (!charted.has(String(value))) return element('th', heading, String(value))
      const button = element('button', { type: 'button', class: 'link' }, String(value))
      button.addEventListener('click', () => showSeries(String(value)))
      return element('th', heading, button)
    })
    return element('tr', {}, ...cells)
  }

  function show() {
    const rows = variants[state.model] ?? variants[0]
    const found = rows.filter(([name]) => String(name).toLowerCase().includes(view.search))
    const order =
      view.column < 0 ? found : found.toSorted((a, b) => compared(a[view.column], b[view.column], view.down))
    const least = columns.map(({ best }, column) =>
      best ? Math.min(...rows.map((row) => Number(row[column] ?? Number.POSITIVE_INFINITY))) : Number.NaN,
    )
    const onPaper = document.documentElement.classList.contains('paper')
    const from = onPaper ? 0 : view.from
    const to = Math.min(from + (onPaper ? paperSize : pageSize), order.length)
    body.replaceChildren(...order.slice(from, to).map((row) => line(row, least)))
    headings.forEach((heading, column) => {
      if (column === view.column) heading.setAttribute('aria-sort', view.down ? 'descending' : 'ascending')
      else heading.removeAttribute('aria-sort')
    })
    status.textContent = order.length ? `${from + 1} – ${to} of ${whole.format(order.length)}` : 'None'
    back.disabled = view.from === 0
    next.disabled = to === order.length
  }

  const labelled = { 'aria-labelledby': place.getAttribute('aria-labelledby') ?? '' }
  const table = element('table', labelled, element('thead', {}, element('tr', {}, ...headings)), body)
  const long = Math.max(...variants.map(({ length }) => length)) > pageSize
  place.append(
    ...(long ? [element('div', { class: 'tools' }, search, back, status, next)] : []),
    element('div', { class: 'scroll', tabindex: '0', role: 'region', ...labelled }, table),
  )
  show()
  return show
}

/**
 * Compares two cells. Missing numbers come last in both directions.
 *
 * @param {string | number | null} a
 * @param {string | number | null} b
 * @param {boolean} down
 */
function compared(a, b, down) {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const order =
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', { numeric: true })
  return down ? -order : order
}
