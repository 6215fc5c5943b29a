import { add, dropout, layerNorm, linear, relu, reshape, subtract, transpose } from '../../nn/index.ts'
import { directWindow } from '../blocks/direct_window.ts'
import { horizonHead, withFixed } from '../blocks/horizon_head.ts'
import { join, type Row, type Sequence } from '../blocks/sequence.ts'
import type { NetworkFamily, NetworkSpec } from '../network.ts'

/** Options of {@link tsMixer}. */
export interface TsMixerOptions {
  /** Units between the two dense layers that mix the series of a step. */
  readonly hiddenSize: number
  /** Number of pairs of mixing layers. */
  readonly layers: number
  readonly dropout: number
}

/**
 * TSMixer. Each layer first mixes the steps of a series by a dense layer that all series share, then the series of a
 * step by two dense layers that all steps share. Both add to what they read.
 *
 * Source: Chen, Li, Yoder, Arik, Pfister 2023, "TSMixer: An all-MLP architecture for time series forecasting". As there,
 * the window is scaled by its own values. Different from the paper, layers are normalised and not batches, and what is
 * known beside the target (missing values, covariates) is read by every layer that mixes series.
 */
export const tsMixer: NetworkFamily<TsMixerOptions> = (spec, options) => {
  const { context, together } = spec
  const window = directWindow(spec)
  const { past, beside, fixed } = window
  const [rows] = past.values.shape
  const known = byStep(join([subtract(1, past.mask) as Sequence, ...beside]), spec)
  // [batch, series, steps]
  let x = reshape(past.values, ['batch', together, context]) as Sequence
  for (let layer = 0; layer < options.layers; layer++) x = mixSeries(mixSteps(x, layer, options), known, layer, options)
  return horizonHead(spec, window, withFixed(reshape(x, [rows, context]) as Row, fixed))
}

/** The features of all series of a sample at each step: `[batch, steps, series x features]`. */
function byStep(x: Sequence, { together, context }: NetworkSpec): Sequence {
  const width = x.shape[2]
  const bySeries = reshape(x, ['batch', together, context, width])
  return reshape(transpose(bySeries, [0, 2, 1, 3]), ['batch', context, together * width]) as Sequence
}

const dropped = (x: Sequence, rate: number): Sequence => (rate > 0 ? dropout(x, rate) : x)
const turned = (x: Sequence): Sequence => transpose(x, [0, 2, 1]) as Sequence

/** Normalises all steps of all series of a sample together. */
function normalised(x: Sequence): Sequence {
  const [, series, steps] = x.shape
  const all = reshape(x, ['batch', Number(series) * steps]) as Row
  return reshape(layerNorm(all), ['batch', series, steps]) as Sequence
}

function mixSteps(x: Sequence, layer: number, { dropout: rate }: TsMixerOptions): Sequence {
  const mixed = relu(linear(normalised(x), x.shape[2], { name: `steps${layer}` })) as Sequence
  return add(x, dropped(mixed, rate)) as Sequence
}

function mixSeries(x: Sequence, known: Sequence, layer: number, options: TsMixerOptions): Sequence {
  const { hiddenSize, dropout: rate } = options
  const series = Number(x.shape[1])
  const read = join([turned(normalised(x)), known])
  const wide = dropped(relu(linear(read, hiddenSize, { name: `wide${layer}` })) as Sequence, rate)
  return add(x, turned(dropped(linear(wide, series, { name: `series${layer}` }) as Sequence, rate))) as Sequence
}
