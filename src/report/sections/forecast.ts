import type { Forecast } from '../../forecast/forecast.ts'
import { formatTime, type Panel } from '../../series/index.ts'
import { centralIntervals, percent } from '../charts/intervals.ts'
import { formatCount } from '../format_text.ts'
import { html } from '../html.ts'
import type { Section, TableData } from '../page_data.ts'
import type { Parts } from '../report_parts.ts'
import { tableCard } from './figure.ts'

/** The chart of one series, with a picker for the series, and a table of all forecasts. */
export function seriesSection(
  { forecast, backtests, panel, forecaster, run }: Parts,
  ids: readonly string[],
  rows: number,
): Section {
  const any = forecast ?? backtests[0].backtest.windows[0].forecast
  const intervals = centralIntervals(any.quantileLevels).map(({ share }) => percent(share))
  const listed = forecast?.ids.length ?? ids.length
  const all = run?.series ?? listed
  return {
    html: html`
<section id="forecast" aria-labelledby="forecast-title">
  <h2 id="forecast-title">${forecast ? 'Forecast' : 'Series'}</h2>
  <p class="lead">${forecast ? `The next ${formatCount(any.horizon, 'step')} (${any.frequency.text}) of ${formatCount(all, 'series')}${forecaster ? `, by ${forecaster.kind}` : ''}.` : 'Forecasts of the backtest and the actual values.'}${intervals.length > 0 && ` Shaded areas: intervals of ${intervals.join(', ')}.`}</p>
  <div class="grid">
    <figure class="card wide">
      <div class="head series-head">
        <h3 id="fan-title"></h3>
        ${
          ids.length > 1 &&
          html`<div class="picker">
          <button type="button" data-step="-1" aria-label="Previous series">‹</button>
          <label><span class="hidden">Series</span><select data-series>${ids.map((id, i) => html`<option value="${i}">${id}</option>`)}</select></label>
          <button type="button" data-step="1" aria-label="Next series">›</button>
        </div>`
        }
      </div>
      ${backtests.length > 0 && html`<figcaption>Backtest: forecasts from earlier origins. If windows overlap, the chart leaves out some of them.</figcaption>`}
      <div class="chart tall" data-fan role="img" aria-labelledby="fan-title"></div>
      ${ids.length < all && html`<p class="text">Charts of ${ids.length.toLocaleString('en')} of ${formatCount(all, 'series')}${!run && html`. To choose the series, set the option <code>series</code> of the report`}.</p>`}
      <p class="text" data-shown></p>
      <details><summary>Numbers of this series</summary><div data-numbers></div></details>
    </figure>
    ${forecast && tableCard('forecasts', run && listed < all ? 'Some forecasts' : 'All forecasts', `One row per series${listed > rows ? `, the first ${formatCount(rows, 'series')} of ${formatCount(listed, 'series')}` : ''}. Click a series to see its chart.`)}
  </div>
</section>`,
    tables: { forecasts: forecast && forecastTable(forecast, panel, rows) },
  }
}

function forecastTable(forecast: Forecast, panel: Panel | undefined, rows: number): TableData {
  const { horizon, mean, quantiles, quantileLevels, timeZone, frequency } = forecast
  const [widest] = centralIntervals(quantileLevels)
  const average = (values: Float64Array, series: number) => {
    const own = values.subarray(series * horizon, (series + 1) * horizon)
    return own.reduce((sum, value) => sum + value, 0) / horizon
  }
  const last = (id: string) => panel?.history(panel.indexOf(id)).findLast((value) => !Number.isNaN(value)) ?? null
  return {
    columns: [
      'Series',
      'From',
      ...(panel ? ['Last value'] : []),
      'First step',
      'Last step',
      'Mean',
      ...(widest ? [`Lower ${percent(widest.share)}`, `Upper ${percent(widest.share)}`] : []),
    ].map((name) => ({ name })),
    pick: true,
    variants: [
      forecast.ids
        .slice(0, rows)
        .map((id, series) => [
          id,
          formatTime(forecast.times(series)[0], timeZone, frequency),
          ...(panel ? [last(id)] : []),
          mean[series * horizon],
          mean[(series + 1) * horizon - 1],
          average(mean, series),
          ...(widest ? [average(quantiles[widest.lower], series), average(quantiles[widest.upper], series)] : []),
        ]),
    ],
  }
}
