import type { Forecast } from '../../forecast/forecast.ts'
import type { Panel } from '../../series/index.ts'
import { type ChartOption, dashes, grid, legend, shared, timeAxis, valueAxis } from './base_options.ts'
import { axisTimes, historyOf } from './series_rows.ts'
import { lineToken } from './theme.ts'

/** Forecasts by the names of their lines. */
export type NamedForecasts = readonly (readonly [name: string, forecast: Forecast])[]

/** Options of the chart of one series with several forecasts: history, and the mean of each forecast. */
export function meansOption(id: string, named: NamedForecasts, panel: Panel | undefined, rows: number): ChartOption {
  const runs = named.map(([name, forecast]) => ({ name, ...forecast.of(id) }))
  const history = panel && historyOf(panel, id, rows)
  const times = [...new Set([...(history?.times ?? []), ...runs.flatMap((run) => [...run.times])])].sort(
    (a, b) => a - b,
  )
  const [[, { timeZone, frequency }]] = named
  const places = axisTimes(times, timeZone, frequency)
  const placeOf = new Map(times.map((time, i) => [time, places[i]]))
  const points = (at: Float64Array, values: Float64Array) =>
    Array.from(at, (time, i) => [placeOf.get(time), Number.isNaN(values[i]) ? null : values[i]])
  return {
    ...shared,
    useUTC: true,
    grid: { ...grid, bottom: 2 },
    legend: { ...legend, data: [...(history ? ['History'] : []), ...runs.map(({ name }) => name)] },
    xAxis: timeAxis(),
    yAxis: valueAxis(panel?.target.name),
    series: [
      ...(history ? [line('History', points(history.times, history.values), '$ink', 'solid')] : []),
      ...runs.map(({ name, times: own, mean }, i) =>
        line(name, points(own, mean), lineToken(i), dashes[i % dashes.length]),
      ),
    ],
  } as ChartOption
}

const line = (name: string, data: unknown, color: string, type: 'solid' | number[]) => ({
  type: 'line',
  name,
  data,
  color,
  showSymbol: false,
  lineStyle: { width: 2, type },
  emphasis: { disabled: true },
})
