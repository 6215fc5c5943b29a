import { checkList, listNames } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { makersOf, type Operation } from '../../subject/operations.ts'

interface NamedOp {
  readonly name: string
  readonly units: number
  /** The hidden state after every step. Values are given by their number in the Program. */
  readonly output: number
}

/** A plain recurrent op, a GRU or an LSTM. */
export interface CellOp extends NamedOp {
  readonly kind: 'rnn' | 'gru' | 'lstm'
  readonly nonlinearity: 'tanh' | 'relu'
  /** Whether the reset gate of a `gru` acts before or after the recurrent product. */
  readonly reset: 'after' | 'before'
  readonly reverse: boolean
  readonly features: number
  readonly x: number
  readonly weights: { readonly weight_ih: number; readonly weight_hh: number }
  readonly biases: { readonly bias_ih: number | null; readonly bias_hh: number | null }
  readonly hidden: number | null
  readonly cell: number | null
  readonly lengths: number | null
}

/** The recurrence of an sLSTM. */
export interface SLstmOp extends NamedOp {
  readonly kind: 'sLstm'
  readonly forget: 'sigmoid' | 'exponential'
  readonly heads: number
  /** The sums of all gates without their recurrent part, `[batch, time, 4 * units]`. */
  readonly sums: number
  readonly weight_hh: number
  /** The state before the first step: all of its parts or none. */
  readonly first: Readonly<Record<(typeof stateNamesOf)['sLstm'][number], number | null>>
}

/** A minGRU: a scan over what its update gate keeps and writes. */
export interface MinGruOp extends NamedOp {
  readonly kind: 'minGru'
  readonly update: number
  readonly candidate: number
}

/** A recurrent op of a Program, with the numbers of the values that it reads and gives. */
export type RecurrentOp = CellOp | SLstmOp | MinGruOp

/** The names of the gates of each kind, in the order of the weights. */
export const gateNames = {
  rnn: ['candidate'],
  gru: ['reset', 'update', 'candidate'],
  lstm: ['input', 'forget', 'candidate', 'output'],
  sLstm: ['input', 'forget', 'candidate', 'output'],
  minGru: ['update', 'candidate'],
} as const

const stateNamesOf = {
  rnn: ['hidden'],
  gru: ['hidden'],
  lstm: ['hidden', 'cell'],
  sLstm: ['hidden', 'cell', 'normaliser', 'stabiliser'],
  minGru: ['hidden'],
} as const

/** The names of the states of an op. */
export const stateNames = ({ kind }: RecurrentOp): readonly string[] => stateNamesOf[kind]

/** The gates that have bounds, so that they can saturate. The candidate of a minGRU has none. */
export const boundedGates = ({ kind }: RecurrentOp): readonly string[] =>
  kind === 'minGru' ? ['update'] : gateNames[kind]

/** Number of arrays that the gates and states of an op give. */
export const arraysOf = (op: RecurrentOp): number => gateNames[op.kind].length + stateNames(op).length

/**
 * The recurrent ops of a Program, or those with the given names.
 *
 * @throws {GatecastError} `ERR_RANGE` for a name that no recurrent op has
 */
export function recurrentOps(operations: readonly Operation[], names?: readonly string[]): RecurrentOp[] {
  const makers = makersOf(operations)
  const all = operations.flatMap((op) => read(op, makers))
  if (names === undefined) return all
  const unknown = checkList('layers of inspect', names).find((name) => !all.some((op) => op.name === name))
  if (unknown !== undefined)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected layers of inspect to be among ${listNames(all.map(({ name }) => name)) || 'none: the network has no recurrent layer'}, got ${JSON.stringify(unknown) ?? 'nothing'}`,
    )
  return all.filter(({ name }) => names.includes(name))
}

/** The recurrent op that an operation is, or nothing. */
function read(operation: Operation, makers: readonly Operation[]): RecurrentOp[] {
  const { kind } = operation
  if (kind === 'sLstm') return [readSLstm(operation)]
  if (kind === 'scan') return readMinGru(operation, makers)
  return kind === 'rnn' || kind === 'gru' || kind === 'lstm' ? [readCell(operation, kind)] : []
}

function readCell({ name, attributes, inputs, reads, first }: Operation, kind: CellOp['kind']): CellOp {
  const [x, weight_ih, weight_hh, bias_ih = null, bias_hh = null, hidden = null, ...rest] = inputs
  const [cell = null, lengths = null] = kind === 'lstm' ? rest : [null, ...rest]
  return {
    name,
    kind,
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

function readSLstm({ name, attributes, inputs, reads, gives, first }: Operation): SLstmOp {
  const [sums, weight_hh, hidden = null, cell = null, normaliser = null, stabiliser = null] = inputs
  const units = Number(gives[0].shape[2])
  return {
    name,
    kind: 'sLstm',
    forget: attributes.forget === 'exponential' ? 'exponential' : 'sigmoid',
    units,
    heads: units / Number(reads[1]?.shape[1]),
    sums: sums as number,
    weight_hh: weight_hh as number,
    first: { hidden, cell, normaliser, stabiliser },
    output: first,
  }
}

/** A scan whose first input is 1 - z and whose second is z c, as `minGru` makes it. Another scan has no gates. */
function readMinGru({ name, inputs, gives, first }: Operation, makers: readonly Operation[]): MinGruOp[] {
  const [kept, written] = inputs.map((value) => makers[value as number])
  if (kept.kind !== 'subtract' || written.kind !== 'multiply') return []
  const [update, candidate] = written.inputs as number[]
  if (kept.inputs[1] !== update || makers[update].kind !== 'sigmoid') return []
  return [{ name, kind: 'minGru', units: Number(gives[0].shape[2]), update, candidate, output: first }]
}
