import type { ProgramData, Tensor } from '../../addon/index.ts'
import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { NetworkForecaster } from '../../forecast/network/network_forecaster.ts'
import { type Gru, type Lstm, Model, type Rnn } from '../../nn/index.ts'
import { RecurrentLayer } from '../../nn/layers/recurrent_layer.ts'

/** A network that can be inspected: a model, a fitted network forecaster, or a recurrent layer. */
export type Network = Model | NetworkForecaster | Lstm | Gru | Rnn

/** The Program of a network, and its weights by name. */
export interface Subject {
  readonly program: ProgramData
  readonly parameters: Readonly<Record<string, Tensor>>
}

/**
 * The Program and the weights of a network.
 *
 * @param where - the function that reads it, for messages
 * @throws {GatecastError} `ERR_TYPE` for something else than a network, `ERR_DATA` for a forecaster before `fit`
 */
export function subjectOf(where: string, network: unknown, withLengths = false): Subject {
  if (network instanceof Model) return { program: network.program, parameters: network.parameters }
  if (network instanceof NetworkForecaster) return subjectOf(where, network.model)
  if (network instanceof RecurrentLayer)
    return { program: network.programFor(withLengths), parameters: network.parameters }
  const kind = (network as { kind?: unknown } | null)?.kind
  const got = typeof kind === 'string' ? `a forecaster of kind ${kind}` : shown(network)
  throw new GatecastError(
    'ERR_TYPE',
    `${where}: Expected a Model, a network forecaster such as gru(), or a layer Lstm, Gru or Rnn, got ${got}`,
  )
}
