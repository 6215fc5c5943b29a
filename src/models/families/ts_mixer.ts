import { add, dropout, layerNorm, linear, relu, reshape, transpose } from '../../nn/index.ts'
import { horizonHead } from '../blocks/horizon_head.ts'
import { mixedPast, withFixed } from '../blocks/mixed_past.ts'
import { join, type Row, type Sequence } from '../blocks/sequence.ts'
import { WindowInputs } from '../blocks/window_inputs.ts'
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
  const inputs = new WindowInputs(together)
  const { values, beside, fixed } = mixedPast(inputs, spec)
  const [rows] = values.shape
  const known = byStep(beside, spec)
  // [batch, series, steps]
  let x = reshape(values, ['batch', together, context]) as Sequence
  for (let layer = 0; layer < options.layers; layer++) x = mixSeries(mixSteps(x, options), known, options)
  return horizonHead(inputs, spec, withFixed(reshape(x, [rows, context]) as Row, fixed), fixed)
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

function mixSteps(x: Sequence, { dropout: rate }: TsMixerOptions): Sequence {
  return add(x, dropped(relu(linear(normalised(x), x.shape[2])) as Sequence, rate)) as Sequence
}

function mixSeries(x: Sequence, known: Sequence, { hiddenSize, dropout: rate }: TsMixerOptions): Sequence {
  const series = Number(x.shape[1])
  const read = join([turned(normalised(x)), known])
  const wide = dropped(relu(linear(read, hiddenSize)) as Sequence, rate)
  return add(x, turned(dropped(linear(wide, series) as Sequence, rate))) as Sequence
}
