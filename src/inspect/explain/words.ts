import type { Forecast } from '../../forecast/forecast.ts'
import { formatCount, formatNumber } from '../../report/format_text.ts'
import { formatTime, type Panel, seasonOf } from '../../series/index.ts'
import type { Drivers } from './drivers.ts'
import type { Driver } from './explanation.ts'

/** Effects below this share of the largest one are not named. */
const leastShare = 0.02

/**
 * The explanation of a forecast in words.
 *
 * @param panel - the panel of the one series
 */
export function inWords(kind: string, panel: Panel, forecast: Forecast, drivers: Drivers): string {
  return [
    whatIsForecast(kind, panel, forecast),
    comparison(panel, forecast),
    interval(forecast),
    moved(kind, panel, drivers),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

function whatIsForecast(kind: string, panel: Panel, forecast: Forecast): string {
  const times = forecast.times(0)
  const text = (time: number) => formatTime(time, panel.timeZone, panel.frequency)
  const span =
    times.length === 1 ? `for ${text(times[0])}` : `from ${text(times[0])} to ${text(times[times.length - 1])}`
  return (
    `${kind} forecasts ${formatCount(forecast.horizon, 'step')} of ${panel.target.name} of "${panel.ids[0]}", ${span}: ` +
    `${formatNumber(meanOf(forecast.mean))} on average.`
  )
}

/** The forecast beside the last rows, and beside the same steps of the last season. */
function comparison(panel: Panel, forecast: Forecast): string {
  const { horizon } = forecast
  const history = panel.history(0)
  const season = seasonOf(panel.frequency)
  const back = Math.ceil(horizon / season) * season
  const level = meanOf(forecast.mean)
  const before = meanOf(history.subarray(Math.max(0, history.length - horizon)))
  const last = history.length >= back ? history.subarray(history.length - back, history.length - back + horizon) : []
  const isShare = history.every((value) => !(value < 0)) || history.every((value) => !(value > 0))
  const had = (what: string, value: number) =>
    Number.isNaN(value) ? '' : `${what} had ${formatNumber(value)}${change(level, value, isShare)}`
  const recent = Math.min(horizon, history.length)
  const parts = [
    had(recent === 1 ? 'the last step' : `the last ${formatCount(recent, 'step')}`, before),
    season > 1 && back !== horizon ? had(`the same steps ${back} steps earlier`, meanOf(last)) : '',
  ].filter((part) => part !== '')
  return parts.length > 0 ? `For comparison, ${parts.join('; ')}.` : ''
}

/** A smaller change, in percent, is no news. */
const same = 0.05

/** @param isShare - whether values have one sign: shares of a level near 0 say nothing */
function change(value: number, from: number, isShare: boolean): string {
  const side = value < from ? 'below' : 'above'
  const percent = Math.abs((100 * (value - from)) / from)
  if (!isShare) return value === from ? '' : `, so the forecast is ${formatNumber(Math.abs(value - from))} ${side}`
  if (!Number.isFinite(percent)) return ''
  return percent < same ? ', about as much as the forecast' : `, so the forecast is ${formatNumber(percent)} % ${side}`
}

function interval({ quantileLevels: levels, quantiles }: Forecast): string {
  if (levels.length < 2) return ''
  const [low, high] = [levels[0], levels[levels.length - 1]]
  const ends = [quantiles[0], quantiles[quantiles.length - 1]].map((values) => formatNumber(meanOf(values)))
  const share = formatNumber(Number((100 * (high - low)).toPrecision(6)))
  return `With a probability of ${share} %, a step lies between ${ends[0]} and ${ends[1]} on average.`
}

function moved(kind: string, panel: Panel, { drivers, steps, level }: Drivers): string {
  if (drivers.length === 0) return `${kind} reads the history of the series alone.`
  const largest = Math.abs(drivers[0].effect)
  const named = drivers.filter(({ effect }) => Math.abs(effect) >= leastShare * largest && effect !== 0)
  if (named.length === 0) return 'No column moves the forecast away from its level.'
  const list = named.map((driver) => `${describe(driver)} ${signed(driver.effect)}${lagText(driver)}`).join(', ')
  const time = steps === 1 ? 'the first step' : 'an average step'
  return level === null
    ? `Effects on ${time}, each against a covariate at its mean: ${list}.`
    : `From ${formatNumber(level)}, the forecast of ${time} for a flat history of ${panel.target.name} and covariates at ` +
        `their means, it is moved by ${list}.`
}

function describe({ name, role }: Driver): string {
  if (role === 'target') return `the history of ${name}`
  return role === 'calendar' ? `the calendar (${name})` : name
}

function lagText({ lags }: Driver): string {
  if (lags.length === 0) return ''
  const list = lags.length === 1 ? `${lags[0]}` : `${lags.slice(0, -1).join(', ')} and ${lags[lags.length - 1]}`
  return ` (most by the values ${list} ${lags.length === 1 && lags[0] === 1 ? 'step' : 'steps'} before)`
}

const signed = (value: number): string => (value < 0 ? `−${formatNumber(-value)}` : `+${formatNumber(value)}`)

function meanOf(values: ArrayLike<number>): number {
  let [sum, count] = [0, 0]
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue
    sum += values[i]
    count++
  }
  return sum / count
}
