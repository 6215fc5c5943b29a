import { h, type VNode } from 'vue'
import type { Answer, Line } from './messages.ts'

const [left, right, top, bottom, height] = [58, 14, 12, 26, 320]

/** The end of the history, the forecast with its interval, and the forecasts of the backtest. */
export function forecastChart(history: readonly number[], { name, forecast, backtest }: Answer, width: number): VNode {
  const ahead = forecast.values.length
  const from = Math.max(0, history.length - Math.max(60, 6 * ahead))
  const recent: Line = { at: history.slice(from).map((_, i) => from + i), values: history.slice(from) }
  const all = [...recent.values, ...forecast.low, ...forecast.high, ...backtest.flatMap(({ values }) => values)]
  const [low, high] = [Math.min(...all.filter(Number.isFinite)), Math.max(...all.filter(Number.isFinite))]
  const across = (at: number) => left + ((at - from) / (history.length + ahead - 1 - from)) * (width - left - right)
  const up = (value: number) => top + ((high - value) / (high - low || 1)) * (height - top - bottom)
  const points = ({ at, values }: Line) =>
    values.flatMap((value, i) =>
      Number.isFinite(value) ? [`${across(at[i]).toFixed(1)} ${up(value).toFixed(1)}`] : [],
    )
  const line = (one: Line, kind: string) => h('path', { d: `M${points(one).join('L')}`, class: `try-${kind}` })
  const band = [
    ...points({ at: forecast.at, values: forecast.high }),
    ...points({ at: forecast.at, values: forecast.low }).reverse(),
  ]
  const ticks = [low, (low + high) / 2, high]
  const label = `The end of the history, and ${ahead} steps as forecast by ${name}, with an 80 % interval`
  return h('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label }, [
    ...ticks.flatMap((tick) => [
      h('line', { x1: left, x2: width - right, y1: up(tick), y2: up(tick), class: 'learn-grid' }),
      h('text', { x: left - 6, y: up(tick) + 4, class: 'learn-tick', 'text-anchor': 'end' }, `${short(tick)}`),
    ]),
    h('path', { d: `M${band.join('L')}Z`, class: 'try-band' }),
    line(recent, 'history'),
    ...backtest.map((window) => line(window, 'backtest')),
    line(forecast, 'forecast'),
    h(
      'text',
      { x: across(history.length), y: height - 8, class: 'learn-tick', 'text-anchor': 'middle' },
      forecast.times[0],
    ),
  ])
}

const short = (value: number): number => Number(value.toPrecision(4))
