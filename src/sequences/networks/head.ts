import {
  add,
  crossEntropy,
  type Dim,
  divide,
  dropout,
  input,
  type Loss,
  linear,
  mse,
  multiply,
  reshape,
  softmax,
  subtract,
  sum,
  tanh,
  type Value,
} from '../../nn/index.ts'

export type Steps = Value<['batch', Dim, number]>
export type Row = Value<['batch', number]>

/** The inputs of a network: tokens, which of them are valid, and how many; and what is known about their number. */
export interface TokenInputs {
  readonly x: Value<['batch', 'time', number]>
  readonly valid: Value<['batch', 'time', 1]>
  /** Undefined in a stream, which runs a step at a time. */
  readonly lengths: Value<['batch'], 'int32'> | undefined
  /** Number of tokens of a typical sequence. It decides how weights start, so a network that is read needs none. */
  readonly typical: number
}

export const tokenInputs = (features: number, typical = 1): TokenInputs => ({
  x: input(['batch', 'time', features]),
  valid: input(['batch', 'time', 1]),
  lengths: input(['batch'], { type: 'int32' }),
  typical,
})

/** Subtracted from the score of a filled place, so that it gets no attention. */
const never = 1e9

/**
 * The score of each step in attention pooling.
 *
 * Source: Yang et al. 2016, "Hierarchical attention networks", eq. 5, with a linear score.
 */
export const stepScores = (steps: Steps): Steps =>
  linear(tanh(linear(steps, 32, { name: 'attention' })) as Steps, 1, { bias: false, name: 'attentionScore' }) as Steps

/** The mean of the steps, weighted by the softmax of their scores. */
export function attentionPooling(steps: Steps, valid: Steps): Row {
  const scores = subtract(stepScores(steps), multiply(subtract(1, valid), never)) as Steps
  return sum(multiply(steps, softmax(scores, 1)), { axes: [1] }) as Row
}

/** The mean of the valid steps. */
export function meanPooling(steps: Steps, valid: Steps): Row {
  const total = sum(multiply(steps, valid), { axes: [1] })
  return multiply(total, reciprocal(sum(valid, { axes: [1] }) as Row)) as Row
}

/** A sequence has at least one token, so the count is not 0. */
const reciprocal = (count: Row): Row => divide(1, count) as Row

/** Scores of the classes, or one number: a linear layer on each part, and their sum. */
export function scoresOf(parts: readonly Row[], outputs: number, rate: number): Row {
  const [first, ...rest] = parts.map((part, i) =>
    linear(rate > 0 ? dropout(part, rate) : part, outputs, { name: `scores${i}`, bias: i === 0 }),
  )
  return rest.reduce((total, part) => add(total, part) as Row, first as Row)
}

/** Cross-entropy of classes, or the squared error of a number; each sequence has a weight. */
export function lossOf(
  scores: Row,
  classes: number,
): { inputs: Record<string, Value | Value<['batch'], 'int32'>>; loss: Loss } {
  const weight = input(['batch'])
  if (classes > 0) {
    const target = input(['batch'], { type: 'int32' })
    return { inputs: { target, weight }, loss: crossEntropy(scores, target, { weight }) }
  }
  const target = input(['batch'])
  return { inputs: { target, weight }, loss: mse(reshape(scores, ['batch']), target, { weight }) }
}
