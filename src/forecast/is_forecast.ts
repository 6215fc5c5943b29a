import { isFloat64Array } from '../base/brand.ts'
import type { Backtest } from './backtest/backtest.ts'
import type { Forecast } from './forecast.ts'

/** Whether a value is a forecast, by its properties: it may come from another copy of the library. */
export const isForecast = (value: unknown): value is Forecast =>
  typeof value === 'object' &&
  value !== null &&
  isFloat64Array((value as Forecast).mean) &&
  Array.isArray((value as Forecast).quantileLevels) &&
  typeof (value as Forecast).of === 'function'

/** Whether a value is a backtest, by its properties. */
export const isBacktest = (value: unknown): value is Backtest =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as Backtest).windows) &&
  typeof (value as Backtest).kind === 'string' &&
  typeof (value as Backtest).horizon === 'number'
