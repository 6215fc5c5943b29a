import { dropout } from '../../nn/index.ts'
import type { Network, NetworkSpec } from '../network.ts'
import { directHead, directTarget } from './direct_head.ts'
import { type Cell, recurrent, type State } from './recurrent_stack.ts'
import { blend, type Masked, seasonal } from './seasonal.ts'
import { everyStep, join, type Sequence } from './sequence.ts'
import { WindowInputs } from './window_inputs.ts'

/** Options of the recurrent families. */
export interface RecurrentOptions {
  readonly cell: Cell
  readonly hiddenSize: number
  readonly layers: number
  readonly dropout: number
}

/** Makes the features of each future step from the last state of the encoder and the known values of each step. */
export type Decoder = (states: readonly State[], future: Sequence) => Sequence

/**
 * A direct network with a recurrent encoder. The encoder reads the context: the target in the scale of the window with
 * its mask, and the covariates of the past. A decoder makes the features of each future step from the encoder's last
 * state, the known covariates of the step, and the values of earlier seasons. The output corrects a blend of those
 * values, in units of the mean change from one season to the next.
 */
export function encoded(spec: NetworkSpec, options: RecurrentOptions, decode: Decoder): Network {
  const { context, horizon, covariates } = spec
  const inputs = new WindowInputs()
  const past = inputs.target('past', [-context, 0], context)
  const fixed = inputs.static(covariates.static)
  const everywhere = (steps: number) => fixed.map((row) => everyStep(row, steps))

  const read: Sequence[] = [
    past.values,
    past.mask,
    ...inputs.covariates('pastKnown', covariates.known, [-context, 0], context),
    ...inputs.covariates('pastObserved', covariates.observed, [-context, 0], context),
    ...everywhere(context),
  ]
  const { states } = recurrent(join(read), { ...options, dropout: 0 })

  const lags: Masked[] = spec.lags.map((lag) => inputs.target(`lag${lag}`, [-lag, horizon - lag], horizon))
  const suggestions = seasonal(past, lags, spec.season, horizon)
  const future = join([
    suggestions.values,
    ...inputs.covariates('futureKnown', covariates.known, [0, horizon], horizon),
    ...everywhere(horizon),
  ])
  const features = decode(dropped(states, options.dropout), future)
  // Keep this order: the order in which nodes are made decides which random numbers the weights start from.
  const target = directTarget(inputs, spec)
  const base = blend(suggestions.values, features, { positions: true })
  return directHead(inputs, spec, target, { features, base, unit: suggestions.unit })
}

const dropped = (states: readonly State[], rate: number): readonly State[] =>
  rate > 0 ? states.map(({ hidden, ...rest }) => ({ hidden: dropout(hidden, rate), ...rest })) : states
