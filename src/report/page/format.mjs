// page.ts joins the scripts of this folder to one script, in the order of its list. Texts are added to the page as text
// nodes only, never as HTML.

/** @type {import('../page_data.ts').PageData} */
export const data = JSON.parse(/** @type {HTMLElement} */ (document.getElementById('data')).textContent ?? '')

export const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })

/** @param {unknown} value */
export function formatNumber(value) {
  if (typeof value !== 'number') return '–'
  return (Math.abs(value) >= 1000 ? whole : short).format(value)
}

const day = new Intl.DateTimeFormat('en', { timeZone: 'UTC', dateStyle: 'medium' })
const month = new Intl.DateTimeFormat('en', { timeZone: 'UTC', month: 'short', year: 'numeric' })
const minute = new Intl.DateTimeFormat('en', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' })
const second = new Intl.DateTimeFormat('en', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'medium' })

/**
 * A time as text. The number is local time in the panel's zone, in milliseconds as if it were UTC, or that of an index.
 *
 * @param {number} time
 */
export function formatTime(time) {
  const unit = data.fan?.unit ?? 'day'
  if (unit === 'step') return String(time)
  if (unit === 'millisecond') return new Date(time).toISOString().replace('T', ' ').replace('Z', '')
  if (unit === 'second') return second.format(time)
  if (['minute', 'hour'].includes(unit)) return minute.format(time)
  return (['month', 'quarter', 'year'].includes(unit) ? month : day).format(time)
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/**
 * All elements that have an attribute, each with the value of the attribute.
 *
 * @param {string} attribute
 */
export function marked(attribute) {
  const found = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[${attribute}]`))
  return Array.from(found, (place) => ({ place, value: place.getAttribute(attribute) ?? '' }))
}

/** The state of the page: the positions of the shown model and series, and the chosen variant of each chart. */
export const state = { model: data.model, series: 0, variant: /** @type {Record<string, number>} */ ({}) }
