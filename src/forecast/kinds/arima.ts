import { checkList, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Field, type FieldsOf, flag } from '../../base/options/fields.ts'
import type { LocalForecaster, LocalOptions } from '../local/local_forecaster.ts'
import { localFields, localKind, localUses } from '../local/local_kind.ts'

/** Options of ARIMA. */
export interface ArimaOptions extends LocalOptions {
  /** p, d, q: lags of values, differences, lags of errors. By default the orders of each series are searched. */
  order?: readonly [p: number, d: number, q: number]
  /** P, D, Q: the same in steps of a season; default none if `order` is given, else searched. */
  seasonalOrder?: readonly [P: number, D: number, Q: number]
  /**
   * Whether the model has a constant: a mean without differences, a drift with one. By default AICc chooses; for given
   * orders the model has a mean and no drift.
   */
  constant?: boolean
}

/** The highest order. */
const mostOrder = 24

const orders = (letters: string, otherwise: string, help: string): Field<readonly [number, number, number]> => ({
  help,
  otherwise,
  schema: { type: 'array', items: { type: 'integer', minimum: 0, maximum: mostOrder }, minItems: 3, maxItems: 3 },
  check(name, value) {
    const given = checkList(name, value as number[])
    if (given.length !== 3)
      throw new GatecastError('ERR_RANGE', `Expected ${name} to have three numbers, ${letters}, got ${given.length}`)
    const most = [mostOrder, 2, mostOrder]
    given.forEach((order, i) => {
      checkWhole(`${letters.split(', ')[i]} of ${name}`, order, 0, most[i])
    })
    return given as unknown as readonly [number, number, number]
  },
})

const options: FieldsOf<ArimaOptions> = {
  ...localFields,
  order: orders('p, d, q', 'chosen for each series by AICc', 'p, d, q: lags, differences, lags of errors'),
  seasonalOrder: orders(
    'P, D, Q',
    'none with order, else chosen by AICc',
    'P, D, Q: lags, differences, lags of errors in steps of a season',
  ),
  constant: flag({
    otherwise: 'chosen by AICc; with order, a mean if nothing is differenced',
    help: 'whether there is a mean, or a drift after one difference',
  }),
}

export const arimaKind = localKind<ArimaOptions>({
  name: 'arima',
  summary: 'ARIMA with seasons and regressors, the orders chosen by AICc',
  options,
  uses: { ...localUses, known: true, missing: 'left out' },
  learns: 'each series',
  cost: 'estimate',
  auto: [{}],
  // The limit is low, because each series takes a tenth of a second.
  quick: { mostSeries: 10_000, mostRows: 150 },
  // With regressors, each series takes up to a second: orders are searched for the errors of a regression.
  withCovariates: { mostSeries: 1000, mostRows: 150 },
  check({ order, seasonalOrder, constant }) {
    if (seasonalOrder && !order)
      throw new GatecastError('ERR_RANGE', 'Expected order beside seasonalOrder, got none. Add order: [p, d, q]')
    const differences = (order?.[1] ?? 0) + (seasonalOrder?.[1] ?? 0)
    if (differences > 2)
      throw new GatecastError('ERR_RANGE', `Expected up to two differences, got ${differences} of d and D together`)
    if (constant && differences > 1)
      throw new GatecastError(
        'ERR_RANGE',
        'Expected no constant with two differences: it would be a quadratic trend. Leave constant out, or difference less',
      )
  },
})

/**
 * ARIMA by exact maximum likelihood, with seasonal orders. Covariates that are known in the future are regressors: the
 * model is a regression whose errors are an ARIMA process. A row without a value of a regressor counts as missing.
 *
 * Orders that are not given are searched by AICc, after unit root tests have chosen the differences. Seasons of more
 * than 24 steps are described by sine and cosine waves instead of seasonal orders, unless `seasonalOrder` is given.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Hyndman and Khandakar 2008, "Automatic time series forecasting: the forecast package for R"
 * @example
 * const forecast = await arima({ horizon: 12, order: [0, 1, 1], seasonalOrder: [0, 1, 1] }).predict(panel)
 */
export const arima = (options: ArimaOptions): LocalForecaster => arimaKind.make(options)
