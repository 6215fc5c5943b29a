import { styleText } from 'node:util'
import { checkOptions, checkWhole } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkPanel } from '../../forecast/check.ts'
import type { Forecast } from '../../forecast/forecast.ts'
import type { Frequency, Panel } from '../../series/index.ts'
import { centralIntervals, percent } from '../charts/intervals.ts'
import { checkSeries, namedForecasts } from '../charts/named_forecasts.ts'
import { axisTimes, onlyId } from '../charts/series_rows.ts'
import { clipText } from '../format_text.ts'

import { type BrailleBand, type BrailleLine, brailleChart, type Colour } from './braille.ts'

/** Contents and size of a chart in a terminal. */
export interface TerminalOptions {
  /** The panel, for the line of history. If its series continue after the origin, the actual values are shown too. */
  panel?: Panel
  /** Number of rows of history; default three horizons, at least 36. */
  history?: number
  /** Width of the plot in characters; default 72. */
  width?: number
  /** Height of the plot in lines; default 16. */
  height?: number
  /** Whether to use colours; default true if standard output shows colours and `NO_COLOR` is not set. */
  colour?: boolean
}

const styles: readonly Required<Pick<BrailleLine, 'colour' | 'dash'>>[] = [
  { colour: 'cyan', dash: [1, 0] },
  { colour: 'magenta', dash: [3, 1] },
  { colour: 'yellow', dash: [1, 2] },
  { colour: 'green', dash: [5, 2] },
]

/**
 * Draws the forecast of one series for a terminal, in braille dots: history, mean and the widest interval. Several
 * forecasts are drawn by their means, without intervals.
 *
 * @param id - id of the series; may be left out if the forecast has only one series
 * @param forecast - one forecast, or several by name
 * @returns lines of text; with colours, they hold escape codes
 * @throws {GatecastError} `ERR_DATA` if the series has no forecast or no history in the panel
 * @example
 * console.log(terminalChart(forecast, 'store 7', { panel }))
 * console.log(terminalChart({ theta: one, gru: other }, 'store 7', { panel }))
 */
export function terminalChart(
  forecast: Forecast | Readonly<Record<string, Forecast>>,
  id?: string,
  options: TerminalOptions = {},
): string {
  checkOptions('a chart', options, ['panel', 'history', 'width', 'height', 'colour'])
  const { panel, colour = seesColours() } = options
  if (panel !== undefined) checkPanel(panel)
  if (typeof colour !== 'boolean')
    throw new GatecastError('ERR_TYPE', `Expected colour to be true or false, got ${typeof colour}`)
  const width = checkWhole('width', options.width ?? 72, 8, 1000)
  const height = checkWhole('height', options.height ?? 16, 3, 200)
  const named = namedForecasts(forecast)
  const [[, first]] = named
  const series = id ?? onlyId(first)
  const rows = checkWhole('history', options.history ?? Math.max(36, 3 * first.horizon), 1)

  const past = panel && lastRows(panel, series, rows)
  checkSeries(named, series)
  const ahead = named.map(([name, one], i) => ({ name, one, ...one.of(series), ...styles[i % styles.length] }))
  const times = [...new Set([...(past?.times ?? []), ...ahead.flatMap((run) => [...run.times])])].sort((a, b) => a - b)
  const lines: BrailleLine[] = ahead.map(({ mean, times: own, colour, dash }) => ({
    values: mean,
    from: times.indexOf(own[0]),
    colour,
    dash,
  }))
  const [widest] = named.length === 1 ? centralIntervals(first.quantileLevels) : []
  const band = (level: number) => ahead[0].quantiles[first.quantileLevels[level]]
  const bands: BrailleBand[] = widest
    ? [{ lower: band(widest.lower), upper: band(widest.upper), from: lines[0].from ?? 0, colour: 'blue' }]
    : []
  const picture = brailleChart({
    lines: [...(past ? [{ values: past.values, colour: 'plain' as const }] : []), ...lines],
    bands,
    labels: timeLabels(axisTimes(times, first.timeZone, first.frequency), first.frequency, width),
    width,
    height,
    coloured: colour,
  })
  const paint = (style: Exclude<Colour, 'plain'> | 'bold', text: string) => (colour ? styleText(style, text) : text)
  const legend = [
    ...(past ? ['── history'] : []),
    ...ahead.map(({ name, colour, dash }) => paint(colour as 'cyan', `${dash[1] ? '╌╌' : '──'} ${printable(name)}`)),
    ...(widest ? [paint('blue', `⠡⠡ ${percent(widest.share)} interval`)] : []),
  ]
  return `${paint('bold', clipText(printable(series), width >> 1))}   ${legend.join('   ')}\n${picture}`
}

const seesColours = (): boolean => Boolean(process.stdout.isTTY && process.stdout.hasColors?.())

/** Replaces control characters: an id with escape codes would change the terminal. */
const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, '\uFFFD')

function lastRows(panel: Panel, id: string, rows: number): { times: Float64Array; values: Float64Array } {
  const series = panel.indexOf(id)
  const values = panel.history(series)
  const from = Math.max(0, values.length - rows)
  return { times: panel.times(series, from, values.length), values: values.subarray(from) }
}

/**
 * Labels for as many times as fit into the width, at equal distances. The unit of the frequency decides their length.
 */
function timeLabels(times: readonly number[], { unit }: Frequency, width: number): string[] {
  const digits =
    { millisecond: 23, second: 19, minute: 16, hour: 16, month: 7, quarter: 7, year: 4 }[unit as string] ?? 10
  const textOf = (time: number) =>
    unit === 'step' ? String(time) : new Date(time).toISOString().slice(0, digits).replace('T', ' ')
  const texts = times.map(textOf)
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0)
  const every = Math.max(1, Math.ceil((times.length * (longest + 2)) / width))
  return texts.map((text, i) => (i % every === 0 ? text : ''))
}
