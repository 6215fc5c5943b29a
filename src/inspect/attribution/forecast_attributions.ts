import type { Tensors, WindowInput } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { GatecastError } from '../../base/error.ts'
import { Turns } from '../../base/resources/turns.ts'
import { columnOf, waveColumn } from '../../forecast/network/data/covariates.ts'
import type { NetworkForecaster } from '../../forecast/network/network_forecaster.ts'
import { distributionOf, isScaled, type Output, target } from '../../models/index.ts'
import type { Panel } from '../../series/index.ts'
import { differentiableInputs } from '../network/connectivity.ts'
import { needed } from '../network/gradient_norms.ts'
import { forecastArrays, type OpenForecaster, openForecaster, readablePanel } from '../subject/forecaster_windows.ts'
import { type NamedArray, namedArray } from '../subject/named_array.ts'
import { checkSize, pieceOf } from '../subject/pieces.ts'
import { type Attribution, integrate } from './integrate.ts'

/** How much one column adds to the forecast of each step. */
export interface FeatureAttribution {
  /** The name of the column, or of a feature of the calendar. */
  readonly name: string
  /** `target` for the history of the target, else the role of the covariate. */
  readonly role: 'target' | 'known' | 'observed' | 'static' | 'calendar'
  /**
   * `[series, step of the horizon, row]` in units of the target; for a static column one row. Row r of it is the row
   * `firstRow + r` of the panel, which lies `step - firstRow - r` steps before the step that is forecast.
   */
  readonly values: NamedArray
  /** The first row, counted from the first forecast step: -1 is the last row of the history. 0 for a static column. */
  readonly firstRow: number
}

/** How much each value of a panel adds to the forecast of its series. */
export interface ForecastAttributions {
  /** One entry for each column, the target first. */
  readonly features: readonly FeatureAttribution[]
  /** Forecast minus forecast of the baseline, `[series, step]`: the sum of the attributions. */
  readonly difference: NamedArray
  /** The ids of the series. */
  readonly series: readonly string[]
  /** The largest error of a sum over the series, as a share of the change of the forecast. */
  readonly error: number
  /** The largest number of points between baseline and data that a series needed. */
  readonly points: number
}

interface Options extends CallOptions {
  readonly tolerance: number
  readonly onProgress?: (progress: { sample: number; samples: number }) => unknown
}

/** The place of one number of an input: its feature, and its row counted from the origin. */
interface Place {
  readonly feature: string
  readonly row: number
}

export async function forecastAttributions(
  forecaster: NetworkForecaster,
  given: Panel,
  { tolerance, onProgress, threads, signal }: Options,
): Promise<ForecastAttributions> {
  const call = { threads, signal }
  using open = openForecaster(forecaster)
  if (open.fitted.design.clockSteps !== undefined)
    throw new GatecastError(
      'ERR_DATA',
      'Expected a network whose season is a number of steps for integratedGradients, got season: "clock"',
    )
  const panel = await readablePanel(open, forecaster, given, call)
  const { data, scales, sources } = await forecastArrays(open, panel, call)
  const output = explained(open, data)
  const arrays = needed(open.probe, data, [output.value])
  const roles = rolesOf(open)
  const names = differentiableInputs(open.probe, output.value).filter((name) => hasFeatures(sources[name], roles))
  const places = Object.fromEntries(
    names.map((name) => [name, placesOf(sources[name], roles, arrays[name].data.length / panel.seriesCount)]),
  )
  const numbers = names.reduce((sum, name) => sum + output.elements.length * arrays[name].data.length, 0)
  checkSize(
    numbers,
    `${panel.seriesCount} series with ${numbers.toLocaleString('en')}`,
    'Give fewer series: panel.select([0, 1])',
  )
  const graph = open.probe.graph()
  const scaled = isScaled(distributionOf(open.settings.output))
  const all: Attribution[] = []
  for (let series = 0; series < panel.seriesCount; series++) {
    const piece = pieceOf(open.probe.operations, arrays, series, series + 1)
    // A number without a feature, for example a mark of a missing value, is its own baseline.
    const baselines = Object.fromEntries(
      names.map((name) => [name, Float32Array.from(piece[name].data, (value, i) => (places[name][i] ? 0 : value))]),
    )
    const line = { graph, output: output.value, elements: output.elements, data: piece, baselines }
    all.push(await integrate(line, tolerance, call))
    await onProgress?.({ sample: series + 1, samples: panel.seriesCount })
  }
  const unit = (series: number) => (scaled ? scales.scale[series] : 1)
  return {
    features: await gather(roles, places, all, output.elements.length, unit, panel, new Turns(signal)),
    difference: namedArray(
      'difference of the forecast',
      ['series', 'step'],
      [panel.seriesCount, output.elements.length],
      Float32Array.from(all.flatMap(({ differences }, s) => Array.from(differences, (value) => unit(s) * value))),
    ),
    series: panel.ids,
    error: Math.max(0, ...all.map(({ error }) => error)),
    points: Math.max(0, ...all.map(({ steps }) => steps)),
  }
}

/** The output that holds the mean of each step, and the places of the means within a sample. */
function explained({ probe, settings, isRecursive }: OpenForecaster, data: Tensors) {
  const { outputs } = probe.subject.program
  const { kind } = settings.output
  const name = distributionOf(settings.output).sampler?.outputs[0] ?? Object.keys(outputs)[0]
  const width = kind === 'quantiles' ? settings.output.levels.length : 1
  const middle = kind === 'quantiles' ? medianOf(settings.output) : 0
  if (!isRecursive)
    return {
      value: outputs[name],
      elements: Array.from({ length: settings.horizon }, (_, step) => step * width + middle),
    }
  // The window of a recursive network ends with the first forecast step.
  const steps = Object.values(data).find(({ shape }) => shape.length === 3)?.shape[1] ?? 1
  return { value: outputs[name], elements: [steps - 1] }
}

function medianOf(output: Output): number {
  const levels = output.kind === 'quantiles' ? output.levels : [0.5]
  return levels.reduce((best, level, i) => (Math.abs(level - 0.5) < Math.abs(levels[best] - 0.5) ? i : best), 0)
}

type Roles = ReadonlyMap<string, { readonly name: string; readonly role: FeatureAttribution['role'] }>

/** The features by the names of their columns in the native table. */
function rolesOf({ fitted: { codes, design } }: OpenForecaster): Roles {
  const roles = new Map<string, { name: string; role: FeatureAttribution['role'] }>()
  roles.set(target, { name: target, role: 'target' })
  for (const role of ['known', 'observed', 'static'] as const)
    for (const { kind, name } of codes[role]) if (kind === 'numeric') roles.set(columnOf(role, name), { name, role })
  for (const feature of design.calendar)
    for (const wave of ['sin', 'cos'] as const)
      roles.set(waveColumn(feature, wave), { name: feature, role: 'calendar' })
  return roles
}

const hasFeatures = (source: WindowInput | undefined, roles: Roles): boolean =>
  (source?.kind === 'values' || source?.kind === 'static') && source.columns.some((column) => roles.has(column))

/** The place of each number of an input in one sample; `null` for numbers without a feature. */
function placesOf(source: WindowInput, roles: Roles, size: number): (Place | null)[] {
  const columns = 'columns' in source ? source.columns : []
  const from = 'from' in source ? source.from : 0
  return Array.from({ length: size }, (_, i) => {
    const column = columns[i % columns.length]
    return roles.has(column) ? { feature: column, row: from + Math.floor(i / columns.length) } : null
  })
}

/** Adds the attributions of all inputs that hold the same value of a column. */
async function gather(
  roles: Roles,
  places: Readonly<Record<string, readonly (Place | null)[]>>,
  all: readonly Attribution[],
  steps: number,
  unit: (series: number) => number,
  panel: Panel,
  turns: Turns,
): Promise<FeatureAttribution[]> {
  const used = [...new Map(Array.from(roles.values(), (one) => [`${one.role} ${one.name}`, one])).values()]
  const features: FeatureAttribution[] = []
  for (const { name, role } of used) {
    const own = (place: Place | null): place is Place => {
      const found = place && roles.get(place.feature)
      return found?.name === name && found.role === role
    }
    const entries = Object.entries(places).flatMap(([input, list]) =>
      list.flatMap((place, i) => (own(place) ? [{ input, i, size: list.length, row: place.row }] : [])),
    )
    if (entries.length === 0) continue
    const first = entries.reduce((least, { row }) => Math.min(least, row), Number.POSITIVE_INFINITY)
    const count = entries.reduce((most, { row }) => Math.max(most, row), first) - first + 1
    const values = new Float32Array(all.length * steps * count)
    for (const [series, { parts }] of all.entries()) {
      for (const { input, i, size, row } of entries)
        for (let step = 0; step < steps; step++)
          values[(series * steps + step) * count + row - first] += unit(series) * parts[input][step * size + i]
      if (turns.isOver) await turns.next()
    }
    const title = role === 'target' ? panel.target.name : name
    const array = namedArray(title, ['series', 'step', 'row'], [all.length, steps, count], values)
    features.push({ name: title, role, values: array, firstRow: first })
  }
  return features
}
