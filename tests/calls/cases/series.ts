import * as gatecast from '../../../src/index.ts'
import { type Cases, made, method, of, soon } from '../harness/case.ts'
import { columns, forecast, frame, panel, roles, rows } from '../harness/given.ts'

export const series: Cases = {
  addSteps: of(gatecast.addSteps, () => [0, 3, 'MS', 'Europe/Berlin']),
  columnsOf: of(gatecast.columnsOf, () => [frame()]),
  dataFrame: of(gatecast.dataFrame, () => [columns()]),
  formatTime: of(gatecast.formatTime, () => [0, 'Europe/Berlin', 'd']),
  inferFrequency: of(gatecast.inferFrequency, () => [
    [gatecast.parseTimes(['2024-01-01', '2024-02-01', '2024-04-01'])],
    'UTC',
    {},
  ]),
  isDataFrame: of(gatecast.isDataFrame, () => [frame()]),
  'Panel.constructor': made(gatecast.Panel, () => [{ ...panel() }]),
  'Panel.cut': method(panel, 'cut', () => [() => 10]),
  'Panel.extend': method(panel, 'extend', () => [3]),
  'Panel.history': method(panel, 'history', () => [1]),
  'Panel.indexOf': method(panel, 'indexOf', () => ['a']),
  'Panel.select': method(panel, 'select', () => [[1, 0]]),
  'Panel.times': method(panel, 'times', () => [0, 1, 4]),
  'Panel.toColumnsAsync': method(panel, 'toColumnsAsync', () => [{ signal: soon() }]),
  'Panel.toDataFrame': method(panel, 'toDataFrame'),
  'Panel.with': method(panel, 'with', () => [{ known: [], ids: ['c', 'd'] }]),
  'Panel.withCalendar': method(panel, 'withCalendar', () => [['dayOfWeek', 'month'], 'cyclic']),
  'Panel.withHolidays': method(panel, 'withHolidays', () => [
    { newYear: ['2024-01-01'], here: 'DE' },
    { name: 'free', before: 1, after: 1 },
  ]),
  'Panel.withTargets': method(panel, 'withTargets', () => [['sold']]),
  panelFrom: of(gatecast.panelFrom, () => [rows(), { ...roles(), signal: soon() }]),
  panelFromColumns: of(gatecast.panelFromColumns, () => [
    columns(),
    { ...roles(), frequency: 'd', timeZone: 'UTC', future: { shop: ['a'], day: ['2024-01-31'], promo: [1] } },
  ]),
  panelFromRows: of(gatecast.panelFromRows, () => [
    rows(),
    { ...roles(), future: [{ shop: 'a', day: '2024-01-31', promo: 1 }] },
  ]),
  panelFromSeries: of(gatecast.panelFromSeries, () => [
    [{ id: 'a', start: '1949-01', values: [112, 118, 132], known: { promo: [1, 0, 1, 1] }, static: { area: 3 } }],
    { frequency: 'MS', timeZone: 'UTC' },
  ]),
  parseFrequency: of(gatecast.parseFrequency, () => ['15min']),
  parseTimes: of(gatecast.parseTimes, () => [['31.3.2024 14:05'], { timeZone: 'Europe/Berlin' }]),
  seasonOf: of(gatecast.seasonOf, () => ['15min']),
  seasonsOf: of(gatecast.seasonsOf, () => ['15min']),
  stepsBetween: of(gatecast.stepsBetween, () => [0, 864e7, 'MS', 'Europe/Berlin']),
  stepTimes: of(gatecast.stepTimes, () => [0, 0, 3, 'd', 'UTC']),
  detectSeason: of(gatecast.detectSeason, () => [panel()]),
  detectSeasons: of(gatecast.detectSeasons, () => [panel()]),
  parseTimesAsync: of(gatecast.parseTimesAsync, () => [
    ['31.3.2024 14:05'],
    { timeZone: 'Europe/Berlin', signal: soon() },
  ]),
  decomposeAsync: of(gatecast.decomposeAsync, () => [
    Float64Array.from({ length: 60 }, (_, t) => t % 7),
    { seasons: [7], signal: soon() },
  ]),
  decompose: of(gatecast.decompose, () => [Float64Array.from({ length: 60 }, (_, t) => t % 7), { seasons: [7] }]),
  'Forecast.constructor': made(gatecast.Forecast, () => [
    {
      ...{
        frequency: gatecast.parseFrequency('d'),
        timeZone: 'UTC',
        ids: ['a'],
        horizon: 2,
        names: { series: 'shop', time: 'day' },
      },
      ...{ starts: Float64Array.of(0), lengths: Float64Array.of(9), quantileLevels: [0.1, 0.9] },
      ...{ mean: Float64Array.of(1, 2), quantiles: [Float64Array.of(0, 1), Float64Array.of(2, 3)] },
    },
  ]),
  'Forecast.interval': method(forecast, 'interval', () => [0.8]),
  'Forecast.of': method(forecast, 'of', () => ['a']),
  'Forecast.times': method(forecast, 'times', () => [0]),
  'Forecast.toColumnsAsync': method(forecast, 'toColumnsAsync', () => [{ signal: soon() }]),
  'Forecast.toRowsAsync': method(forecast, 'toRowsAsync', () => [{ signal: soon() }]),
  'Forecast.toColumns': method(forecast, 'toColumns'),
  'Forecast.toDataFrame': method(forecast, 'toDataFrame'),
  'Forecast.toRows': method(forecast, 'toRows'),
  'Forecast.of of a panel': of(gatecast.Forecast.of, () => [
    panel(),
    { horizon: 2, mean: new Float64Array(4), quantileLevels: [0.5], quantiles: [new Float64Array(4)] },
  ]),
}
