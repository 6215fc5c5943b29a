import { addDataChart, charts, dark, redraw, theme } from './charts.mjs'
import { addFan, showSeries } from './fan.mjs'
import { data, marked, state } from './format.mjs'
import { addTable } from './tables.mjs'

for (const { place } of marked('data-fan')) addFan(place)
for (const { place, value } of marked('data-chart')) addDataChart(place, value, showSeries)
const tables = marked('data-table').map(({ place, value }) => addTable(place, value))

/** @param {string} attribute @param {(value: number, name: string) => void} picked */
function onPick(attribute, picked) {
  for (const { place, value } of marked(attribute))
    place.addEventListener('change', () => picked(Number(/** @type {HTMLSelectElement} */ (place).value), value))
}

onPick('data-series', (series) => showSeries(series))
onPick('data-variant', (variant, chart) => {
  state.variant[chart] = variant
  redraw()
})
onPick('data-model', (model) => {
  state.model = model
  redraw()
  for (const show of tables) show()
})
for (const { place, value } of marked('data-step')) {
  const count = data.fan?.series.length ?? 1
  place.addEventListener('click', () => showSeries((state.series + Number(value) + count) % count))
}

const root = document.documentElement
for (const { place } of marked('data-theme-toggle'))
  place.addEventListener('click', () => {
    root.dataset.theme = theme() === 'dark' ? 'light' : 'dark'
    redraw()
  })
dark.addEventListener('change', redraw)

// On paper, the page has the light theme and the width of an A4 page.
let chosen = root.dataset.theme
addEventListener('beforeprint', () => {
  chosen = root.dataset.theme
  root.dataset.theme = 'light'
  root.classList.add('paper')
  redraw()
  for (const show of tables) show()
  // Charts draw in the next frame, which would be after the print, so they are flushed now.
  for (const { chart } of charts) {
    chart.resize()
    chart.getZr().flush()
  }
})
addEventListener('afterprint', () => {
  if (chosen) root.dataset.theme = chosen
  else delete root.dataset.theme
  root.classList.remove('paper')
  redraw()
  for (const show of tables) show()
  for (const { chart } of charts) chart.resize()
})
