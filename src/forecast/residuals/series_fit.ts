import { checkFloats, checkList, shown } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'

/** The fitted values of a method for one series, and its components. */
export interface SeriesFit {
  /** The rows of the history; NaN where a value is missing. */
  readonly values: Float64Array
  /** The one-step forecast of each row, with parameters from the whole history; NaN where there is none. */
  readonly fitted?: Float64Array
  /** Parts of the model by name, for example `level` and `season 12`: the rows of the history, then the horizon. */
  readonly components?: Readonly<Record<string, Float64Array>>
}

/**
 * The fits of all series.
 *
 * @throws {GatecastError} `ERR_PROGRAM` if the method gives neither fitted values nor components
 */
export function seriesFits(
  kind: string,
  histories: readonly Float64Array[],
  forecasts: readonly Omit<SeriesFit, 'values'>[],
): SeriesFit[] {
  const fits = forecasts.map(({ fitted, components }, i) => ({
    values: histories[i],
    ...defined({ fitted, components }),
  }))
  if (fits.some((fit) => 'fitted' in fit || 'components' in fit)) return fits
  throw noFitted(kind, 'The method has neither one-step forecasts nor components')
}

export const noFitted = (kind: string, reason: string): GatecastError =>
  new GatecastError(
    'ERR_PROGRAM',
    `Expected predict without fitted: true for ${kind}. ${reason}. For forecasts of known values, use ` +
      'backtest(panel, { step: 1, windows: 20 })',
  )

/** The parts of a fit that a user reads, with the residuals. */
export function partsOfFit({ values, fitted, components }: SeriesFit): {
  fitted?: Float64Array
  residuals?: Float64Array
  components?: Readonly<Record<string, Float64Array>>
} {
  return defined({ fitted, residuals: fitted && residualsOf(values, fitted), components })
}

function residualsOf(values: Float64Array, fitted: Float64Array): Float64Array {
  const residuals = new Float64Array(values.length)
  for (let row = 0; row < values.length; row++) residuals[row] = values[row] - fitted[row]
  return residuals
}

/** The fit of slots of the wall clock, at the rows of the series. */
export function fitAtRows(fit: SeriesFit, values: Float64Array, slots: Int32Array, horizon: number): SeriesFit {
  const read = (from: Float64Array, rows: number) =>
    Float64Array.from({ length: rows }, (_, row) => from[slots[row]] ?? Number.NaN)
  const parts = Object.entries(fit.components ?? {})
  return {
    values,
    ...defined({
      fitted: fit.fitted && read(fit.fitted, values.length),
      components:
        fit.components && Object.fromEntries(parts.map(([name, own]) => [name, read(own, values.length + horizon)])),
    }),
  }
}

/** @throws {GatecastError} `ERR_TYPE`, `ERR_SHAPE` unless there is a fit of the right length for each series */
export function checkFits(fits: readonly SeriesFit[], lengths: Float64Array, horizon: number): void {
  checkList('fits of a forecast', fits)
  if (fits.length !== lengths.length)
    throw new GatecastError('ERR_SHAPE', `Expected a fit for each of ${lengths.length} series, got ${fits.length}`)
  fits.forEach((fit, series) => {
    if (typeof fit !== 'object' || fit === null)
      throw new GatecastError('ERR_TYPE', `Expected a fit of a series, got ${shown(fit)}`)
    const rows = lengths[series]
    checkLength('values', fit.values, rows)
    if (fit.fitted !== undefined) checkLength('fitted', fit.fitted, rows)
    for (const [name, values] of Object.entries(fit.components ?? {})) checkLength(name, values, rows + horizon)
  })
}

function checkLength(name: string, values: Float64Array, length: number): void {
  if (checkFloats(`${name} of a fit`, values).length === length) return
  throw new GatecastError('ERR_SHAPE', `Expected ${length} numbers in ${name} of a fit, got ${values.length}`)
}
