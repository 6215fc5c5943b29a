import type { Table, WindowInput, WindowScaling, Windows } from '../../../addon/index.ts'
import { type Network, target } from '../../../models/index.ts'
import type { Counted } from '../data/weights.ts'
import type { Design } from '../design/design.ts'
import type { Fitted } from '../design/fitted.ts'
import type { NetworkSettings } from '../design/settings.ts'

/** The settings that all windows of a network share. */
export interface Cutting {
  readonly sources: Network['sources']
  readonly horizon: number
  readonly scaling: WindowScaling
  readonly design: Design
  readonly subtractLevel: boolean
}

export const cuttingFor = (
  { sources, design, subtractLevel }: Pick<Fitted, 'sources' | 'design' | 'subtractLevel'>,
  { horizon, scaling }: NetworkSettings,
): Cutting => ({ sources, design, subtractLevel, horizon, scaling })

type Origins = Pick<Windows, 'first' | 'count' | 'stride'>

/**
 * The newest rows of each series, which training leaves out: a share of its rows, or the rows of some windows `stride`
 * rows apart.
 */
export type Held = { readonly share: number } | { readonly windows: number; readonly stride: number }

/** Largest number of windows that validation measures, if it may choose. More of them hardly change the mean. */
const enough = 1024

/**
 * The windows to learn from: all windows of each series that end before its held-out rows, the share `held` at its end.
 * Before the first origin are two seasons or one horizon, whichever is longer, but at most one context. Series that
 * are shorter than the context are padded. A series of at most `horizon` rows gives one window, with half of its rows
 * before the origin. With weights, windows before the first and after the last row that counts are left out.
 */
export function trainingWindows(
  cutting: Cutting,
  table: Table,
  lengths: Float64Array,
  held: Held,
  counted?: Counted,
): Windows {
  const { horizon, design } = cutting
  const before = Math.min(design.context, Math.max(2 * design.season, horizon))
  const end = lengths.map((length) => heldFrom(length, held, horizon))
  const lastOf = (length: number) => (length > horizon ? length - horizon : Math.floor(length / 2))
  const usual = end.map(lastOf)
  const last = usual.map((row, series) => Math.min(row, counted?.last[series] ?? row))
  const first = Int32Array.from(usual, (row, series) => {
    const from = Math.max(0, Math.min(before, row))
    return Math.min(Math.max(from, (counted?.first[series] ?? 0) - horizon + 1), Math.max(from, row))
  })
  const count = Int32Array.from(last, (row, series) => (row < 1 ? 0 : Math.max(0, row - first[series] + 1)))
  return makeWindows(cutting, table, { first, count, stride: 1 }, true)
}

/**
 * The windows to validate on. In a share of the rows they lie one horizon apart. A number of windows for each series is
 * measured on some of the series if there are very many.
 */
export function validationWindows(
  cutting: Cutting,
  table: Table,
  lengths: Float64Array,
  held: Held,
  counted?: Counted,
): Windows {
  const { horizon } = cutting
  const make = (first: Int32Array, count: Int32Array, stride: number) => {
    // Without a row that counts, the loss would be 0, which is the best of all.
    const some = count.map((own, series) => (counted && counted.last[series] < first[series] ? 0 : own))
    return makeWindows(cutting, table, { first, count: some, stride }, true)
  }
  if ('windows' in held) {
    const { windows, stride } = held
    const each = Math.ceil((lengths.length * windows) / enough)
    const last = Int32Array.from(lengths, (length) => Math.max(0, length - horizon))
    const count = last.map((row, series) => (series % each === 0 ? Math.min(windows, 1 + Math.floor(row / stride)) : 0))
    const first = last.map((row, series) => Math.max(0, row - Math.max(0, count[series] - 1) * stride))
    return make(first, count, stride)
  }
  const count = Int32Array.from(lengths, (length) => Math.floor((length - heldFrom(length, held, horizon)) / horizon))
  const first = Int32Array.from(lengths, (length, series) => Math.max(0, length - count[series] * horizon))
  return make(first, count, horizon)
}

/**
 * One window for each series at its origin, without the inputs that only the loss needs. The outputs of the network are
 * in the scale of the window: a Program that converts them to units of the target, in float32, gets location 0 and
 * scale 1. `unscaled` converts them in double precision.
 */
export function forecastWindows(cutting: Cutting, table: Table, origins: Float64Array): Windows {
  const count = new Int32Array(origins.length).fill(1)
  const windows = makeWindows(cutting, table, { first: Int32Array.from(origins), count, stride: 1 }, false)
  const inputs = Object.entries(windows.inputs).filter(([name]) => !name.startsWith('target'))
  const converts = inputs.some(([, { kind }]) => kind === 'location')
  return { ...windows, inputs: Object.fromEntries(converts ? inputs.map(withoutScale) : inputs) }
}

function withoutScale([name, source]: [string, WindowInput]): [string, WindowInput] {
  if (source.kind === 'location') return [name, { kind: 'constant', value: 0 }]
  return [name, source.kind === 'scale' ? { kind: 'constant', value: 1 } : source]
}

/** The first row that is held out of a series. If any rows are held out, they are at least one horizon. */
function heldFrom(length: number, held: Held, horizon: number): number {
  if ('windows' in held) return Math.max(0, length - horizon - (held.windows - 1) * held.stride)
  return held.share === 0 ? length : Math.max(0, length - Math.max(horizon, Math.round(held.share * length)))
}

const makeWindows = (cutting: Cutting, table: Table, origins: Origins, needTarget: boolean): Windows => ({
  table,
  ...origins,
  together: cutting.design.group?.length ?? 1,
  target,
  context: cutting.design.context,
  horizon: cutting.horizon,
  needTarget,
  scaling: cutting.scaling,
  subtractLevel: cutting.subtractLevel,
  inputs: cutting.sources,
})
