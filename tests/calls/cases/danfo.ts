import * as danfo from '../../../src/danfo/index.ts'
import * as datasets from '../../../src/datasets/index.ts'
import { dataFrame } from '../../../src/index.ts'
import { type Cases, method, of } from '../harness/case.ts'
import { columns, forecast, frame, once, roles } from '../harness/given.ts'

/** The arguments of each step. */
const steps: Readonly<Record<string, () => readonly unknown[]>> = {
  boxCox: () => [{ columns: ['sold'], lambda: 0.5 }],
  calendar: () => [['dayOfWeek', 'month'], { encoding: 'cyclic' }],
  clip: () => [{ low: 0, high: 20, columns: ['sold'] }],
  difference: () => [{ lag: 1, columns: ['sold'] }],
  expanding: () => [['mean', 'max'], { columns: ['sold'] }],
  fill: () => ['linear', { columns: ['sold'], limit: 3 }],
  fourier: () => [7, { harmonics: 2 }],
  holidays: () => [{ newYear: ['2024-01-01'] }, { before: 1, after: 1 }],
  lags: () => [[1, 7], { columns: ['sold'] }],
  log: () => [{ columns: ['sold'], offset: 1 }],
  markMissing: () => [[-200, 'none'], { columns: ['sold'] }],
  oneHot: () => [{ columns: ['weather'] }],
  ordinal: () => [{ columns: ['weather'] }],
  outliers: () => ['iqr', { columns: ['sold'], threshold: 3 }],
  regularise: () => [{ align: 'nearest' }],
  resample: () => ['W-SUN', { aggregate: 'sum' }],
  rolling: () => [['mean'], { window: 3, columns: ['sold'] }],
  scale: () => ['standard', { columns: ['sold'] }],
  shift: () => [1, { columns: ['promo'] }],
}
const given = once(() => {
  const weather = columns().sold.map((value) => (value > 15 ? 'sun' : 'rain'))
  return dataFrame({ ...columns(), weather })
})
const rolesWithWeather = () => ({ ...roles(), observed: ['weather'], categorical: ['weather'] })
const start = () => danfo.prepare(given(), rolesWithWeather())
const saved = once(() =>
  JSON.stringify(
    start()
      .scale('standard', { columns: ['sold'] })
      .toJSON(),
  ),
)

const stepCases: Cases = Object.fromEntries(
  Object.entries(steps).flatMap(([name, args]) => [
    [`Pipeline.${name}`, method(start, name, args)],
    [name, of((danfo as never as Record<string, never>)[name], () => [given(), rolesWithWeather(), ...args()])],
  ]),
)

export const preparation: Cases = {
  ...stepCases,
  prepare: of(danfo.prepare, () => [frame(), { ...roles(), frequency: 'd', timeZone: 'UTC' }]),
  pipelineFromJSON: of(danfo.pipelineFromJSON, () => [JSON.parse(saved())]),
  'SavedPipeline.apply': method(
    () => danfo.pipelineFromJSON(saved()),
    'apply',
    () => [given()],
  ),
  'Pipeline.apply': method(start, 'apply', () => [given()]),
  'Pipeline.inverse': method(
    () => danfo.prepare(frame(), roles()).scale('standard', { columns: ['sold'] }),
    'inverse',
    async () => [(await forecast()).toDataFrame(), { columns: ['mean'] }],
  ),
  'Pipeline.toFrame': method(start, 'toFrame'),
  'Pipeline.toJSON': method(start, 'toJSON'),
  'Pipeline.toPanel': method(() => danfo.prepare(frame(), roles()), 'toPanel'),
}

export const data: Cases = {
  ...Object.fromEntries(
    (['airPassengers', 'co2', 'monthly', 'shopSales', 'stocks', 'sunspots'] as const).map((name) => [
      name,
      of(({ ...datasets } as never as Record<string, never>)[name], () => []),
    ]),
  ),
  generatePanel: of(datasets.generatePanel, () => [
    { series: 3, rows: 40, frequency: 'd', seasons: [7], gaps: 0.1, seed: 1 },
  ]),
}
