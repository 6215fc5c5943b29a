import {
  add,
  constant,
  divide,
  dropout,
  linear,
  multiply,
  parameter,
  reshape,
  sigmoid,
  slice,
  smoothing,
  subtract,
  sum,
  type Value,
} from '../../nn/index.ts'
import { directSteps, directWindow } from '../blocks/direct_window.ts'
import type { Masked } from '../blocks/seasonal.ts'
import { everyStep, inTurn, join, type Row, type Sequence } from '../blocks/sequence.ts'
import type { NetworkFamily } from '../network.ts'
import { type DilatedRnnOptions, dilatedLayers } from './dilated_rnn.ts'

/**
 * ES-RNN. Exponential smoothing splits the context into level and season, and dilated recurrent layers read the rest.
 * The forecast is the last level plus the last season plus what the layers add. All of it is learned together. Static
 * covariates change the coefficients of the smoothing, so with an embedding of its id each series has coefficients of
 * its own.
 *
 * Source: Smyl 2020, "A hybrid method of exponential smoothing and recurrent neural networks for time series
 * forecasting". Different from the paper, level and season are additive, so that values may be 0 or negative, and the
 * smoothing of a window starts from the means of its first seasons and not from numbers that are learned for each series.
 */
export const esRnnNetwork: NetworkFamily<DilatedRnnOptions> = (spec, options) => {
  const { context, horizon } = spec
  const season = Math.min(spec.season, context)
  const window = directWindow(spec)
  const { past, beside, fixed } = window
  const row = (x: Sequence) => reshape(x, ['batch', context]) as Row

  const start = firstSeasons(past, season)
  const none = multiply(start.level, 0)
  // Before training, about 0.3 for the level and 0.1 for the season.
  const usual = constant([1, 2], [-0.85, -2.2])
  const raw = fixed.reduce(
    (sum, one, i) => add(sum, linear(one, 2, { name: `static${i}` })) as Row,
    add(add(none, parameter([1, 2], { name: 'smoothing' })) as Value, usual as Value) as Row,
  )
  const share = (i: number) => slice(sigmoid(raw), { axis: 1, start: i, end: i + 1 }) as Row
  // A season of one step would compete with the level.
  const [alpha, gamma] = [share(0), season > 1 ? share(1) : (none as Row)]
  const smooth = smoothing(row(past.values), { mask: row(past.mask), alpha, gamma, ...start })

  const level = reshape(slice(smooth.level, { axis: 1, start: -1 }), ['batch', 1, 1]) as Value
  const seasons = reshape(smooth.season, ['batch', context + season, 1]) as Sequence
  const during = slice(seasons, { axis: 1, end: context }) as Sequence
  const rest = multiply(subtract(subtract(past.values, during), level), past.mask) as Sequence
  const everywhere = fixed.map((one) => everyStep(one, context))
  const state = dilatedLayers(join([rest, past.mask, during, ...beside, ...everywhere]), options)
  const numbers = linear(options.dropout > 0 ? dropout(state, options.dropout) : state, 2 * horizon, { name: 'steps' })

  const next = slice(seasons, { axis: 1, start: context }) as Sequence
  const ahead = Array.from({ length: Math.ceil(horizon / season) }, () => next)
  const continued = add(slice(inTurn(ahead), { axis: 1, end: horizon }), level) as Sequence
  const added = reshape(numbers, ['batch', horizon, 2]) as Sequence
  const guess = add(slice(added, { axis: 2, end: 1 }), continued) as Sequence
  return directSteps(spec, window, join([guess, slice(added, { axis: 2, start: 1 })]))
}

/** The mean of the first seasons, at most three, and the mean deviation from it at each place; 0 where none is observed. */
function firstSeasons({ values, mask }: Masked, season: number): { level: Row; season: Row } {
  const count = Math.min(3, Math.floor(Number(values.shape[1]) / season))
  const first = (x: Sequence) =>
    reshape(slice(x, { axis: 1, end: count * season }), ['batch', count, season]) as Sequence
  const [y, seen] = [first(values), first(mask)]
  const mean = (x: Value, weight: Value, axes: number[]) =>
    divide(
      sum(multiply(x, weight), { axes, keep: true }),
      add(sum(weight, { axes, keep: true }), 1e-6) as Value,
    ) as Value
  const level = mean(y, seen, [1, 2])
  const deviations = mean(subtract(y, level) as Value, seen, [1])
  return { level: reshape(level, ['batch', 1]) as Row, season: reshape(deviations, ['batch', season]) as Row }
}
