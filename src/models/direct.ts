import { concat, dropout, linear, relu, reshape, slice } from '../nn/index.ts'
import { recurrent, type State } from './cells.ts'
import { head, inUnits } from './heads.ts'
import type { Network, NetworkSpec } from './network.ts'
import { blend, type Masked, seasonal } from './seasonal.ts'
import { everyStep, join, type Row, type Sequence, widthOf } from './sequence.ts'
import { WindowInputs } from './window_inputs.ts'

/** From the state that the encoder ends with and what is known of each future step, features of each future step. */
type Decoder = (states: readonly State[], future: Sequence, spec: NetworkSpec) => Sequence

/**
 * The whole horizon at once. An encoder reads the context: the target in the scale of the window with its mask, and the
 * covariates of the past. A decoder of the same kind starts from its state and reads what is known of each future step:
 * covariates and the values of earlier seasons. What it puts out corrects a blend of those seasons, in units of the
 * mean change from one season to the next.
 *
 * Sources: encoder and decoder as Cho et al. 2014, without feeding forecasts back; direct decoding by a recurrent
 * network as SegRNN (Lin et al. 2023); scaling of the window and back as RevIN (Kim et al. 2022); the correction of a
 * seasonal forecast in the spirit of ES-RNN (Smyl 2020).
 */
export function directNetwork(spec: NetworkSpec): Network {
  return network(spec, (states, future, { cell, hiddenSize, layers, dropout }) => {
    const { output } = recurrent(future, { cell, hiddenSize, layers, dropout, initial: states })
    return join([output, future])
  })
}

/**
 * MQ-RNN: one layer turns the encoder's state and the whole known future into a context for each step and one for all of
 * them; a small network, the same for every step, makes the step's features of these and of what is known of it.
 *
 * Source: Wen et al. 2017, 3.1 and 3.2. Unlike there, samples are windows, not forks of one sequence, and a blend of
 * earlier seasons is what is corrected.
 */
export function multiQuantileNetwork(spec: NetworkSpec): Network {
  return network(spec, (states, future, { horizon, hiddenSize }) => {
    const size = Math.max(1, Math.ceil(hiddenSize / 4))
    const flat = reshape(future, ['batch', horizon * widthOf(future)])
    const state = states[states.length - 1].hidden
    const contexts = relu(linear(concat([state, flat], 1) as Row, (horizon + 1) * size))
    const perStep = reshape(slice(contexts, { axis: 1, end: horizon * size }), ['batch', horizon, size])
    const general = everyStep(slice(contexts, { axis: 1, start: horizon * size }) as Row, horizon)
    return relu(linear(join([perStep, general, future]), hiddenSize))
  })
}

function network(spec: NetworkSpec, decode: Decoder): Network {
  const { context, horizon, covariates, output } = spec
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
  const { states } = recurrent(join(read), { ...spec, dropout: 0 })

  const lags: Masked[] = spec.lags.map((lag) => inputs.target(`lag${lag}`, [-lag, horizon - lag], horizon))
  const suggestions = seasonal(past, lags, spec.season, horizon)
  const future = join([
    suggestions.values,
    ...inputs.covariates('futureKnown', covariates.known, [0, horizon], horizon),
    ...everywhere(horizon),
  ])
  const features = decode(dropped(states, spec.dropout), future, spec)

  const isCount = output.kind === 'negativeBinomial'
  const wanted = inputs.target('target', [0, horizon], horizon, !isCount)
  const given = {
    features,
    base: blend(suggestions.values, features, { positions: true }),
    unit: suggestions.unit,
    target: wanted.values,
    mask: wanted.mask,
  }
  const { values, sources } = inputs
  if (isCount) return { inputs: values, sources, ...head(output, { ...given, scale: inputs.scale() }) }
  const { location, scale } = inputs.scaling()
  const { outputs, loss } = head(output, { ...given, scale: null })
  return { inputs: values, sources, outputs: inUnits(outputs, location, scale), loss }
}

const dropped = (states: readonly State[], rate: number): readonly State[] =>
  rate > 0 ? states.map(({ hidden, ...rest }) => ({ hidden: dropout(hidden, rate), ...rest })) : states
