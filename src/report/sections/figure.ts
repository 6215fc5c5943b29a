import { type Html, html } from '../html.ts'

export interface FigureOptions {
  readonly id: string
  readonly title: string
  readonly text: string
  /** `wide`: the whole row. */
  readonly size?: 'wide' | 'half'
  /** Names of the variants that can be picked, and what they are. */
  readonly picker?: { readonly label: string; readonly names: readonly string[] }
}

/** The place of a chart, with its heading and a sentence on how to read it. ECharts describes the data in a label. */
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

/** The place of a table. */
export const tableCard = (id: string, title: string, text: string): Html => html`
<div class="card wide">
  <h3 id="${id}-title">${title}</h3>
  <p class="text">${text}</p>
  <div data-table="${id}" aria-labelledby="${id}-title"></div>
</div>`

/** Names and values, one below the other. */
export const facts = (rows: readonly (readonly [name: string, value: string | number])[]): Html => html`
<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
