import { checkList, listNames } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import type { Operation } from '../subject/operations.ts'

/** A recurrent op of a Program, with the numbers of the values that it reads and gives. */
export interface RecurrentOp {
  readonly name: string
  readonly kind: 'rnn' | 'gru' | 'lstm'
  readonly nonlinearity: 'tanh' | 'relu'
  /** Whether the reset gate of a `gru` acts before or after the recurrent product. */
  readonly reset: 'after' | 'before'
  readonly reverse: boolean
  readonly units: number
  readonly features: number
  readonly x: number
  readonly weights: { readonly weight_ih: number; readonly weight_hh: number }
  readonly biases: { readonly bias_ih: number | null; readonly bias_hh: number | null }
  readonly hidden: number | null
  readonly cell: number | null
  readonly lengths: number | null
  /** The hidden state after every step. */
  readonly output: number
}

/** The names of the gates of each kind, in the order of the weights. */
export const gateNames = {
  rnn: ['candidate'],
  gru: ['reset', 'update', 'candidate'],
  lstm: ['input', 'forget', 'candidate', 'output'],
} as const

/** The names of the states of an op. */
export const stateNames = ({ kind }: RecurrentOp): string[] => (kind === 'lstm' ? ['hidden', 'cell'] : ['hidden'])

/** Number of arrays that the gates and states of an op give. */
export const arraysOf = (op: RecurrentOp): number => gateNames[op.kind].length + stateNames(op).length

/**
 * The recurrent ops of a Program, or those with the given names.
 *
 * @throws {GatecastError} `ERR_RANGE` for a name that no recurrent op has
 */
export function recurrentOps(operations: readonly Operation[], names?: readonly string[]): RecurrentOp[] {
  const all = operations.filter(({ kind }) => kind in gateNames).map(read)
  if (names === undefined) return all
  const unknown = checkList('layers of inspect', names).find((name) => !all.some((op) => op.name === name))
  if (unknown !== undefined)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected layers of inspect to be among ${listNames(all.map(({ name }) => name)) || 'none: the network has no recurrent layer'}, got ${JSON.stringify(unknown) ?? 'nothing'}`,
    )
  return all.filter(({ name }) => names.includes(name))
}

function read({ name, kind, attributes, inputs, reads, first }: Operation): RecurrentOp {
  const [x, weight_ih, weight_hh, bias_ih = null, bias_hh = null, hidden = null, ...rest] = inputs
  const [cell = null, lengths = null] = kind === 'lstm' ? rest : [null, ...rest]
  return {
    name,
    kind: kind as RecurrentOp['kind'],
    nonlinearity: attributes.nonlinearity === 'relu' ? 'relu' : 'tanh',
    reset: attributes.reset === 'before' ? 'before' : 'after',
    reverse: attributes.reverse === true,
    units: Number(reads[2]?.shape[1]),
    features: Number(reads[0]?.shape[2]),
    x: x as number,
    weights: { weight_ih: weight_ih as number, weight_hh: weight_hh as number },
    biases: { bias_ih, bias_hh },
    hidden,
    cell,
    lengths,
    output: first,
  }
}
