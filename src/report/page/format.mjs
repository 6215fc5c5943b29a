// The scripts of this folder stand in the page as one, in the order that page.ts names them. Text becomes part of the
// page as text nodes only, never as HTML.

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

/**
 * A time on the clock of the panel's zone.
 *
 * @param {number} time
 */
export function formatTime(time) {
  const unit = data.fan?.unit ?? 'day'
  if (['second', 'minute', 'hour'].includes(unit)) return minute.format(time)
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
 * The elements that have an attribute, and its value.
 *
 * @param {string} attribute
 */
export function marked(attribute) {
  const found = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[${attribute}]`))
  return Array.from(found, (place) => ({ place, value: place.getAttribute(attribute) ?? '' }))
}

/** What is looked at: model and series by position, and the picked variant of each chart. */
export const state = { model: data.model, series: 0, variant: /** @type {Record<string, number>} */ ({}) }
