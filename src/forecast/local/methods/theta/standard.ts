// The Theta method as in the M3 and M4 competitions. A series is split into two lines:
//
//   theta = 0: the straight line of least squares,  theta = 2: twice the series minus that line.
//
// The first line is continued, the second is forecast by simple exponential smoothing. The forecast is the mean of both.
// Exponential smoothing with drift is the same model. Its variance is s^2 (1 + (h - 1) a^2), a the smoothing parameter.
//
// Source: Assimakopoulos and Nikolopoulos 2000, "The theta model"; Hyndman and Billah 2003, "Unmasking the Theta method".

import { eachStep, type LocalForecast, meanOf, varianceOf } from '../../method.ts'
import { simpleSmoothing } from '../../numeric/simple_smoothing.ts'

/** A forecast with its one-step forecasts of the history. */
export type Fitted = LocalForecast & Required<Pick<LocalForecast, 'fitted'>>

/** The forecast of a series without gaps and season. */
export function standardTheta(values: Float64Array, horizon: number): Fitted {
  const { length } = values
  const { intercept, slope } = line(values)
  const smooth = simpleSmoothing(values.map((value, t) => 2 * value - intercept - slope * t))
  const fitted = smooth.fitted.map((value, t) => (value + intercept + slope * t) / 2)
  const variance = varianceOf(squaresOf(values, fitted), length - 2)
  const forecast = eachStep(
    horizon,
    (h) => (smooth.level + intercept + slope * (length - 1 + h)) / 2,
    (h) => variance * (1 + (h - 1) * smooth.alpha ** 2),
  )
  return { ...forecast, fitted }
}

/** The least-squares line through the values at times 0, 1, ... */
function line(values: Float64Array): { intercept: number; slope: number } {
  const middle = (values.length - 1) / 2
  const mean = meanOf(values)
  let along = 0
  let spread = 0
  for (let t = 0; t < values.length; t++) {
    along += (t - middle) * (values[t] - mean)
    spread += (t - middle) ** 2
  }
  const slope = along / spread
  return { intercept: mean - slope * middle, slope }
}

function squaresOf(values: Float64Array, fitted: Float64Array): number {
  let squares = 0
  for (let t = 0; t < values.length; t++) squares += (values[t] - fitted[t]) ** 2
  return squares
}
