// The columns that move a forecast. Those of a network follow from integrated gradients. Of other forecasters, each
// covariate in turn is held at its mean, and the change of the forecast is its effect.

import type { CallOptions } from '../../base/abort.ts'
import type { Forecast } from '../../forecast/forecast.ts'
import type { Forecaster } from '../../forecast/forecaster.ts'
import { NetworkForecaster } from '../../forecast/network/network_forecaster.ts'
import type { Column, Panel } from '../../series/index.ts'
import { type FeatureAttribution, forecastAttributions } from '../attribution/forecast_attributions.ts'
import { readCovariates } from '../attribution/permutation_importance.ts'
import type { Driver } from './explanation.ts'

/** The effects of columns, and the number of forecast steps that they are a mean over. */
export interface Drivers {
  readonly drivers: readonly Driver[]
  readonly steps: number
  /** The mean forecast without the effects of all columns; `null` if the effects do not sum to the forecast. */
  readonly level: number | null
}

/** Lags that the words name. */
const namedLags = 3

/**
 * The effects of columns on the forecast of one series.
 *
 * @param one - the panel of that series
 * @param panel - the whole panel, for the mean of static covariates
 */
export async function driversOf(
  forecaster: Forecaster,
  one: Panel,
  panel: Panel,
  forecast: Forecast,
  call: CallOptions,
): Promise<Drivers> {
  const isNetwork =
    forecaster instanceof NetworkForecaster && (forecaster.options as { season?: unknown }).season !== 'clock'
  const found = isNetwork
    ? await ofNetwork(forecaster, one, forecast, call)
    : { drivers: await ofCovariates(forecaster, one, panel, forecast, call), steps: forecast.horizon, level: null }
  return { ...found, drivers: [...found.drivers].sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect)) }
}

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}

async function ofNetwork(
  forecaster: NetworkForecaster,
  one: Panel,
  forecast: Forecast,
  call: CallOptions,
): Promise<Drivers> {
  const { features, difference } = await forecastAttributions(forecaster, one, { tolerance: 0.01, ...call })
  const steps = difference.shape[1]
  const drivers = features.map(
    ({ name, role, values, firstRow }): Driver => ({
      name,
      role,
      effect: values.data.reduce((sum, value) => sum + value, 0) / steps,
      lags: role === 'target' ? strongestLags(values, firstRow) : [],
    }),
  )
  return { drivers, steps, level: meanOf(forecast.mean.subarray(0, steps)) - meanOf(difference.data) }
}

/** The distances from a value to the forecast step whose attributions are the largest on average. */
function strongestLags({ shape: [, steps, rows], data }: FeatureAttribution['values'], firstRow: number): number[] {
  const sizes = new Map<number, number>()
  for (let step = 0; step < steps; step++)
    for (let row = 0; row < rows; row++) {
      const lag = step - firstRow - row
      sizes.set(lag, (sizes.get(lag) ?? 0) + Math.abs(data[step * rows + row]))
    }
  return [...sizes]
    .filter(([, size]) => size > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, namedLags)
    .map(([lag]) => lag)
    .sort((a, b) => a - b)
}

async function ofCovariates(
  forecaster: Forecaster,
  one: Panel,
  panel: Panel,
  forecast: Forecast,
  call: CallOptions,
): Promise<Driver[]> {
  const drivers: Driver[] = []
  for (const { column, role } of readCovariates(forecaster, one)) {
    if (column.kind !== 'numeric') continue
    const whole = role === 'static' ? panel.static.find(({ name }) => name === column.name) : column
    const level = meanOf(whole?.values.filter((value) => !Number.isNaN(value)) ?? [])
    const flat = await forecaster.predict(withLevel(one, role, column, level), call)
    drivers.push({ name: column.name, role, effect: meanOf(forecast.mean) - meanOf(flat.mean), lags: [] })
  }
  return drivers
}

function withLevel(panel: Panel, role: 'known' | 'observed' | 'static', column: Column, level: number): Panel {
  const { recipe: _, ...rest } = column
  // A missing value stays missing: a forecaster reads it in another way.
  const values = column.values.map((value) => (Number.isNaN(value) ? value : level))
  return panel.with({ [role]: panel[role].map((other) => (other === column ? { ...rest, values } : other)) })
}
