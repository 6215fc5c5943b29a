import type { InPieces } from '../../base/resources/turns.ts'
import type { Forecast } from '../../forecast/forecast.ts'
import { diagnosticsInPieces, type ResidualDiagnostics } from '../../forecast/residuals/diagnostics.ts'
import { formatTime, stepTimes } from '../../series/index.ts'
import { autocorrelationOption } from '../charts/bar_option.ts'
import type { ChartOption } from '../charts/base_options.ts'
import { lineOption } from '../charts/line_option.ts'
import { html } from '../html.ts'
import type { ChartData, Section, TableData } from '../page_data.ts'
import { figure, tableCard } from './figure.ts'

/** A series of the section: the parts of its fit, and where they lie in time. */
interface Fitted {
  readonly id: string
  readonly labels: readonly string[]
  /** The first row that is shown, and the rows of the history. */
  readonly from: number
  readonly rows: number
  readonly components: Readonly<Record<string, Float64Array>>
  readonly residuals?: Float64Array
}

/**
 * The components and the residuals of the method, for the series that the chart of series shows.
 *
 * @param ids - the series with charts; those that the forecast lacks have empty charts
 * @returns `undefined` for a forecast without fitted values and components
 */
export function* fitSection(
  forecast: Forecast,
  ids: readonly string[],
  { history, rows }: { history: number; rows: number },
): InPieces<Section | undefined> {
  if (!forecast.fits) return undefined
  const series = ids.map((id) => fittedOf(forecast, id, history))
  const components = [...new Set(series.flatMap((one) => Object.keys(one.components)))]
  const hasResiduals = forecast.fits.every(({ fitted }) => fitted)
  const tests = hasResiduals ? yield* diagnosticsInPieces(forecast) : []
  const byId = new Map(tests.map((test) => [test.id, test]))
  const first = components.length > 0 ? 'Parts of the model over the history and the horizon' : 'Residuals of the model'
  return {
    html: html`
<section id="fit" aria-labelledby="fit-title">
  <h2 id="fit-title">Fit of the model</h2>
  <p class="lead">${first}, for the series that is chosen above.${hasResiduals && ' A residual is a value minus its forecast from the step before.'}</p>
  <div class="grid">
    ${components.map((name, i) => figure({ id: `component${i}`, title: name[0].toUpperCase() + name.slice(1), text: 'History, then horizon.', size: components.length % 2 === 1 && i === 0 ? 'wide' : 'half' }))}
    ${hasResiduals && figure({ id: 'residuals', title: 'Residuals', text: 'They should show no pattern, and their spread should not change.' })}
    ${hasResiduals && figure({ id: 'autocorrelation', title: 'Autocorrelation of the residuals', text: 'Bars beyond the dashed lines are a pattern that the model misses.' })}
    ${hasResiduals && tableCard('diagnostics', 'Tests of the residuals', 'A probability below 0.05 says that the residuals hold a pattern (Ljung-Box), or that they are not normal (Jarque-Bera). Click a series to see its chart.')}
  </div>
</section>`,
    charts: {
      ...Object.fromEntries(components.map((name, i) => [`component${i}`, perSeries(series, componentOption(name))])),
      residuals: hasResiduals ? perSeries(series, residualOption) : undefined,
      autocorrelation: hasResiduals
        ? perSeries(series, ({ id }) => {
            const { autocorrelation = [], count = 1 } = byId.get(id) ?? {}
            return autocorrelationOption(Array.from(autocorrelation, finite), count)
          })
        : undefined,
    },
    tables: { diagnostics: hasResiduals ? diagnosticsTable(tests.slice(0, rows)) : undefined },
  }
}

function fittedOf(forecast: Forecast, id: string, history: number): Fitted {
  const series = forecast.ids.indexOf(id)
  if (series < 0) return { id, labels: [], from: 0, rows: 0, components: {} }
  const { frequency, timeZone, starts, lengths, horizon } = forecast
  const rows = lengths[series]
  const from = Math.max(0, rows - history)
  const times = stepTimes(starts[series], from, rows + horizon, frequency, timeZone)
  const labels = Array.from(times, (time) =>
    frequency.unit === 'step' ? `${time}` : formatTime(time, timeZone, frequency),
  )
  const { components = {}, residuals } = forecast.of(id)
  return { id, labels, from, rows, components, residuals }
}

const perSeries = (series: readonly Fitted[], option: (one: Fitted) => ChartOption): ChartData => ({
  perSeries: true,
  variants: series.map((one) => ({ name: one.id, option: option(one) })),
})

const componentOption =
  (name: string) =>
  ({ labels, components, from }: Fitted) =>
    lineOption({ x: '', y: '', labels, lines: [{ name, values: shownFrom(components[name], from) }] })

const residualOption = ({ labels, residuals, from, rows }: Fitted) =>
  lineOption({
    x: '',
    y: '',
    labels: labels.slice(0, rows - from),
    lines: [{ name: 'Residual', values: shownFrom(residuals, from), colour: 2, nominal: 0 }],
  })

const finite = (value: number): number => (Number.isFinite(value) ? value : 0)

/** The values of a component that a series may not have. */
const shownFrom = (values: Float64Array | undefined, from: number): (number | null)[] =>
  Array.from(values?.subarray(from) ?? [], (value) => (Number.isNaN(value) ? null : value))

function diagnosticsTable(tests: readonly ResidualDiagnostics[]): TableData {
  const known = (value: number) => (Number.isFinite(value) ? value : null)
  const rounded = (value: number) => known(Number(value.toFixed(4)))
  return {
    columns: ['Series', 'Residuals', 'Mean', 'Deviation', 'At lag 1', 'Ljung-Box', 'Jarque-Bera'].map((name) => ({
      name,
    })),
    pick: true,
    variants: [
      tests.map((test) => [
        test.id,
        test.count,
        known(test.mean),
        known(test.deviation),
        known(test.autocorrelation[0] ?? Number.NaN),
        rounded(test.ljungBox.probability),
        rounded(test.jarqueBera.probability),
      ]),
    ],
  }
}
