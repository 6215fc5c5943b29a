// The Theta method as in the M3 and M4 competitions. The seasonally adjusted series is split into two lines:
//
//   theta = 0: the straight line of least squares,  theta = 2: twice the series minus that line,
//
// The first line is continued, the second is forecast by simple exponential smoothing. The forecast is the mean of
// both. Exponential smoothing with drift is the same model. Its variance is s^2 (1 + (h - 1) a^2), a the smoothing
// parameter.
//
// Source: Assimakopoulos and Nikolopoulos 2000, "The theta model"; Hyndman and Billah 2003, "Unmasking the Theta
// method"; Makridakis, Spiliotis, Assimakopoulos 2020 for the seasonal adjustment.
//
// Missing values are filled (fill_gaps.ts).

import { eachStep, type LocalForecast, type LocalTask, meanOf, varianceOf } from '../method.ts'
import { fillGaps } from '../numeric/fill_gaps.ts'
import { testedSeasonality, withoutSeason, withSeason } from '../numeric/seasonality.ts'
import { simpleSmoothing } from '../numeric/simple_smoothing.ts'

export function thetaForecast(history: Float64Array, { season, horizon }: LocalTask): LocalForecast {
  const values = fillGaps(history, season)
  const seasonality = testedSeasonality(values, season)
  const adjusted = withoutSeason(values, seasonality)
  const { intercept, slope } = line(adjusted)
  const { alpha, level, fitted } = simpleSmoothing(adjusted.map((value, t) => 2 * value - intercept - slope * t))
  let squares = 0
  for (let t = 0; t < adjusted.length; t++) squares += (adjusted[t] - (fitted[t] + intercept + slope * t) / 2) ** 2
  const variance = varianceOf(squares, adjusted.length - 2)
  const forecast = eachStep(
    horizon,
    (h) => (level + intercept + slope * (adjusted.length - 1 + h)) / 2,
    (h) => variance * (1 + (h - 1) * alpha ** 2),
  )
  return withSeason(forecast, seasonality, adjusted.length)
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
