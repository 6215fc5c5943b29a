import { binding } from '../../addon/index.ts'
import type { Json } from '../../base/json.ts'
import { version } from '../../base/version.ts'
import type { Forecaster } from '../../forecast/forecaster.ts'
import { type Column, formatTime, type Panel } from '../../series/index.ts'
import { formatNumber, formatSeconds } from '../format_text.ts'
import { type Html, html } from '../html.ts'
import type { Section } from '../page_data.ts'
import type { Parts } from '../report_parts.ts'
import { facts } from './figure.ts'

type Fact = readonly [name: string, value: string | number]

/** Facts about the model, the data and the machine. */
export function detailsSection({ forecaster, panel, seconds, run }: Parts): Section {
  const card = (title: string, rows: readonly Fact[]): Html =>
    html`<div class="card third"><h3>${title}</h3>${facts(rows)}</div>`
  const { tier, threads } = binding.cpuInfo()
  return {
    html: html`
<section id="details" aria-labelledby="details-title">
  <h2 id="details-title">Details</h2>
  <div class="grid">
    ${forecaster && card('Model', modelFacts(forecaster))}
    ${panel && card(run && run.series > panel.seriesCount ? 'Series with charts' : 'Data', dataFacts(panel))}
    ${card('Run', [
      ...(seconds === undefined ? [] : [['Time to fit', formatSeconds(seconds)] as const]),
      ['Created', `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`],
      ['gatecast', version],
      ['Kernels', `${tier}, ${threads} threads`],
      ['Node.js', process.versions.node],
    ])}
  </div>
</section>`,
  }
}

/**
 * The options of a forecaster without what it derived from them. Ensembles have many; only the first `room` are shown.
 */
function modelFacts(forecaster: Forecaster): Fact[] {
  const facts = settings(forecaster.options)
  const more = facts.length - room
  return [['Kind', forecaster.kind], ...facts.slice(0, room), ...(more > 0 ? [['and', `${more} more`] as const] : [])]
}

const room = 30

/** Flattens a configuration to rows, whose names join the keys, for example `output.kind`. Long lists are cut. */
function settings(config: Json | undefined, prefix = ''): Fact[] {
  if (typeof config !== 'object' || config === null) return []
  return Object.entries(config).flatMap(([name, value]): Fact[] => {
    const key = prefix + name
    if (Array.isArray(value)) {
      const text = value.slice(0, 8).map((item) => (typeof item === 'object' ? nameOf(item) : String(item)))
      return [[key, `${text.join(', ')}${value.length > 8 ? `, … (${value.length})` : ''}` || 'none']]
    }
    if (typeof value === 'object' && value !== null) return settings(value, `${key}.`)
    return value === undefined || value === null ? [] : [[key, String(value)]]
  })
}

/** A member of an ensemble by its kind; anything else as it is. */
const nameOf = (item: Json): string =>
  typeof item === 'object' && item !== null && 'kind' in item ? String(item.kind) : JSON.stringify(item)

function dataFacts(panel: Panel): Fact[] {
  const { frequency, timeZone, target, lengths, starts } = panel
  if (!panel.seriesCount) return [['Series', 0]]
  const values = panel.ids.map((_, series) => panel.history(series))
  const rows = lengths.reduce((sum, length) => sum + length, 0)
  let [missing, zeros, low, high, sum] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]
  for (const history of values) {
    for (const value of history) {
      if (Number.isNaN(value)) {
        missing++
        continue
      }
      if (value === 0) zeros++
      if (value < low) low = value
      if (value > high) high = value
      sum += value
    }
  }
  const known = rows - missing
  const share = (count: number, of: number) => `${formatNumber((100 * count) / of)} %`
  const shortest = lengths.reduce((least, length) => Math.min(least, length))
  const longest = lengths.reduce((most, length) => Math.max(most, length))
  const first = starts.reduce((least, start) => Math.min(least, start))
  const last = starts.reduce((most, _, series) => {
    const rows = lengths[series]
    return rows ? Math.max(most, panel.times(series, rows - 1, rows)[0]) : most
  }, first)
  const covariates = (columns: readonly Column[]) => columns.map(({ name }) => name).join(', ') || 'none'
  return [
    ['Series', panel.seriesCount.toLocaleString('en')],
    ['Values', `${rows.toLocaleString('en')}, ${missing ? share(missing, rows) : 'none'} missing`],
    ['Length', shortest === longest ? shortest : `${shortest} to ${longest}`],
    ['Frequency', frequency.text],
    ['Time', `${formatTime(first, timeZone, frequency)} to ${formatTime(last, timeZone, frequency)}, ${timeZone}`],
    ['Target', target.name],
    ...(known
      ? ([
          ['Range', `${formatNumber(low)} to ${formatNumber(high)}, mean ${formatNumber(sum / known)}`],
          ['Zeros', zeros ? share(zeros, known) : 'none'],
        ] as const)
      : []),
    ['Known covariates', covariates(panel.known)],
    ['Observed covariates', covariates(panel.observed)],
    ['Static covariates', covariates(panel.static)],
  ]
}
