import { type Cell, recurrent, type State } from '../../../models/blocks/recurrent_stack.ts'
import { crossEntropy, embedding, input, linear, Model, type Tensors } from '../../../nn/index.ts'

export interface RecurrentSettings {
  readonly cell: Cell
  readonly hiddenSize: number
  readonly layers: number
  readonly embeddingSize: number
  readonly dropout: number
}

type Ids = ReturnType<typeof idsInput>
const idsInput = () => input(['batch', 'time'], { type: 'int32' })

/** Each symbol becomes a vector, recurrent layers read the vectors, and a linear layer makes a logit of each symbol. */
function logitsOf(ids: Ids, size: number, settings: RecurrentSettings, initial?: readonly State[]) {
  const vectors = embedding(ids, { categories: size + 1, size: settings.embeddingSize })
  const { output, states } = recurrent(vectors, { ...settings, ...(initial && { initial }) })
  return { logits: linear(output, size), states }
}

/** The network as it trains: on whole rows, or on cuts whose state the trainer carries. */
export function trainedNetwork(size: number, settings: RecurrentSettings, seed: number): Model {
  const ids = idsInput()
  const targets = idsInput()
  const mask = input(['batch', 'time'])
  const { logits } = logitsOf(ids, size, settings)
  return new Model({
    inputs: { ids, targets, mask },
    outputs: { logits },
    loss: crossEntropy(logits, targets, { mask }),
    seed,
  })
}

/** The same network with its states as inputs and outputs, so that it can continue a sequence. */
export function continuedNetwork(size: number, settings: RecurrentSettings, parameters: Tensors): Model {
  const ids = idsInput()
  const initial = Array.from({ length: settings.layers }, (): State => {
    const state = () => input(['batch', settings.hiddenSize])
    return settings.cell === 'lstm' ? { hidden: state(), cell: state() } : { hidden: state() }
  })
  const { logits, states } = logitsOf(ids, size, settings, initial)
  return Model.of({ inputs: { ids, ...named(initial) }, outputs: { logits, ...named(states) } }, parameters)
}

/** States by the names of their inputs and outputs: `hidden0`, `cell0`, `hidden1`, ... */
function named(states: readonly State[]) {
  return Object.fromEntries(
    states.flatMap(({ hidden, cell }, layer) => [
      [`hidden${layer}`, hidden],
      ...(cell ? [[`cell${layer}`, cell]] : []),
    ]),
  ) as Record<string, State['hidden']>
}

/** First states: zeros. */
export function emptyStates({ cell, hiddenSize, layers }: RecurrentSettings, rows: number): Tensors {
  const names = Array.from({ length: layers }, (_, layer) => layer).flatMap((layer) =>
    cell === 'lstm' ? [`hidden${layer}`, `cell${layer}`] : [`hidden${layer}`],
  )
  return Object.fromEntries(
    names.map((name) => [name, { shape: [rows, hiddenSize], data: new Float32Array(rows * hiddenSize) }]),
  )
}
