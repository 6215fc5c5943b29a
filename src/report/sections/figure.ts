import { type Html, html } from '../html.ts'

export interface FigureOptions {
  readonly id: string
  readonly title: string
  readonly text: string
  /** `wide` takes the whole width of the page; default `half`. */
  readonly size?: 'wide' | 'half'
  /** Names of the variants that can be picked, and the label of the picker. */
  readonly picker?: { readonly label: string; readonly names: readonly string[] }
}

/**
 * The element that a chart is drawn in, with a heading and a sentence that says how to read it. ECharts adds a
 * description of the data for screen readers.
 */
export const figure = ({ id, title, text, size = 'half', picker }: FigureOptions): Html => html`
<figure class="card ${size}">
  <div class="head">
    <h3 id="${id}-title">${title}</h3>
    ${
      picker &&
      html`<label class="picker"><span class="hidden">${picker.label}</span>
      <select data-variant="${id}">${picker.names.map((name, i) => html`<option value="${i}">${name}</option>`)}</select></label>`
    }
  </div>
  <figcaption>${text}</figcaption>
  <div class="chart" data-chart="${id}" role="img"></div>
</figure>`

/** The element that a table is drawn in, with a heading and a sentence. */
export const tableCard = (id: string, title: string, text: string): Html => html`
<div class="card wide">
  <h3 id="${id}-title">${title}</h3>
  <p class="text">${text}</p>
  <div data-table="${id}" aria-labelledby="${id}-title"></div>
</div>`

/** A list of names and values. */
export const facts = (rows: readonly (readonly [name: string, value: string | number])[]): Html => html`
<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
