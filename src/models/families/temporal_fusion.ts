import { add, attention, linear, multiply, reshape, slice } from '../../nn/index.ts'
import { directHead, directTarget } from '../blocks/direct_head.ts'
import { type GatedOptions, gatedAdd, gatedResidual } from '../blocks/gated.ts'
import { recurrent } from '../blocks/recurrent_stack.ts'
import { blend, seasonal } from '../blocks/seasonal.ts'
import { inTurn, join, type Row, type Sequence } from '../blocks/sequence.ts'
import { selected, variablesIn } from '../blocks/variable_selection.ts'
import { WindowInputs } from '../blocks/window_inputs.ts'
import type { NetworkFamily, NetworkSpec } from '../network.ts'

/** Options of {@link temporalFusion}. */
export interface TemporalFusionOptions {
  readonly hiddenSize: number
  readonly heads: number
  readonly dropout: number
}

/**
 * The Temporal Fusion Transformer. Gated networks select variables of the past, of the horizon and of the series; an
 * LSTM reads the past and the known future; attention relates each step of the horizon to all steps before it.
 *
 * Source: Lim, Arik, Loeff, Pfister 2021, "Temporal Fusion Transformers for interpretable multi-horizon time series
 * forecasting", section 4. Different from the paper, windows are scaled by their own values, the values of earlier
 * seasons are a variable of the horizon, and the output corrects a blend of them.
 */
export const temporalFusion: NetworkFamily<TemporalFusionOptions> = (spec, options) => {
  const { context, horizon, season, covariates } = spec
  const { known, observed } = covariates
  const inputs = new WindowInputs()
  const past = inputs.target('past', [-context, 0], context)
  const before = [
    join([past.values, past.mask]),
    ...variablesIn(inputs.covariates('pastKnown', known, [-context, 0], context), known),
    ...variablesIn(inputs.covariates('pastObserved', observed, [-context, 0], context), observed),
  ]
  const lags = spec.lags.map((lag) => inputs.target(`lag${lag}`, [-lag, horizon - lag], horizon))
  const suggestions = seasonal(past, lags, season, horizon)
  const ahead = [
    suggestions.values,
    ...variablesIn(inputs.covariates('futureKnown', known, [0, horizon], horizon), known),
  ]
  const features = fused(spec, options, before, ahead, variablesIn(inputs.static(covariates.static), covariates.static))
  const target = directTarget(inputs, spec)
  const base = blend(suggestions.values, features, { positions: true })
  return directHead(inputs, spec, target, { features, base, unit: suggestions.unit })
}

/** The features of each step of the horizon. */
function fused(
  { context, horizon }: NetworkSpec,
  { hiddenSize, heads, dropout }: TemporalFusionOptions,
  before: readonly Sequence[],
  ahead: readonly Sequence[],
  fixed: readonly Row[],
): Sequence {
  const gated: GatedOptions = { hiddenSize, dropout }
  const series = fixed.length > 0 ? selected('static', fixed, gated) : undefined
  const about = (name: string): Row | undefined => series && gatedResidual(name, series, gated)
  const perStep = (name: string): Sequence | undefined => {
    const row = about(name)
    return row && (reshape(row, [row.shape[0], 1, hiddenSize]) as Sequence)
  }
  const choice = perStep('selection')
  const read = selected('past', before, { ...gated, context: choice })
  const known = selected('future', ahead, { ...gated, context: choice })

  const cell = { cell: 'lstm', hiddenSize, layers: 1, dropout: 0 } as const
  const start = series && { hidden: about('hidden') as Row, cell: about('cell') as Row }
  const encoder = recurrent(read, start ? { ...cell, initial: [start] } : cell)
  const decoder = recurrent(known, { ...cell, initial: encoder.states })
  const local = gatedAdd('local', inTurn([encoder.output, decoder.output]), inTurn([read, known]), dropout)

  const enriched = gatedResidual('enriched', local, { ...gated, context: perStep('enrichment') })
  const attended = gatedAdd('attended', interpretable(enriched, hiddenSize, heads), enriched, dropout)
  const later = (x: Sequence) => slice(x, { axis: 1, start: context, end: context + horizon }) as Sequence
  return gatedAdd('out', gatedResidual('forward', later(attended), gated), later(local), dropout)
}

/** Attention whose heads share their values, so that the mean of their weights says what is attended to. */
function interpretable(x: Sequence, hiddenSize: number, heads: number): Sequence {
  const size = hiddenSize / heads
  const value = linear(x, size, { name: 'attention.value' })
  const heard = Array.from({ length: heads }, (_, head) => {
    const [query, key] = ['query', 'key'].map((role) => linear(x, size, { name: `attention.${role}${head}` }))
    return attention(query, key, value, { causal: true }) as Sequence
  })
  const mean = multiply(
    heard.reduce((sum, one) => add(sum, one) as Sequence),
    1 / heads,
  ) as Sequence
  return linear(mean, hiddenSize, { name: 'attention.out' }) as Sequence
}
