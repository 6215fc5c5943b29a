// gatecast as a contestant, through its public functions.

import { concat, Gru, gru, input, Lstm, lstm, Model, Rnn, rnn, type Tensor, type Value } from 'gatecast/nn'
import { nameOf, type RecurrentCase } from './cases.ts'

type Layer = Lstm | Gru | Rnn
type Passes = Pick<Layer, 'parameters'> & {
  forward(
    x: Tensor,
    options: object,
  ): Promise<{
    output: Tensor
    backward(gradients: object, options: object): Promise<{ input: Tensor; parameters: Record<string, Tensor> }>
    [Symbol.dispose](): void
  }>
  predict(x: Tensor, options: object): Promise<{ output: Tensor }>
}

const layers = { lstm: Lstm, gru: Gru, rnn: Rnn }
const ops = { lstm, gru, rnn }

export interface Ours {
  parameters: Record<string, Tensor>
  forward(threads: number): Promise<Tensor>
  /** Gradients of the loss by the input and the weights. */
  both(threads: number): Promise<{ input: Tensor; parameters: Record<string, Tensor> }>
}

export function makeOurs(about: RecurrentCase, x: Tensor, gradient: Tensor, precision?: string): Ours {
  const { cell, input: inputSize, hidden: hiddenSize, layers: count, bidirectional } = about
  const layer = new layers[cell]({ inputSize, hiddenSize, layers: count, bidirectional, seed: 1 }) as Passes
  const chosen = precision === undefined ? {} : { precision }
  return {
    parameters: layer.parameters,
    forward: async (threads) => (await layer.predict(x, { threads, ...chosen })).output,
    both: async (threads) => {
      const result = await layer.forward(x, { threads, ...chosen })
      const gradients = await result.backward({ output: gradient }, { threads })
      result[Symbol.dispose]()
      return gradients
    },
  }
}

/** A model of the layers alone. */
export function recurrentModel(about: RecurrentCase, parameters: Record<string, Tensor>) {
  const { cell, input: inputSize, hidden: hiddenSize, layers: count, bidirectional } = about
  const x = input(['batch', 'time', inputSize])
  let output = x as Value<['batch', 'time', number]>
  for (let l = 0; l < count; l++) {
    const forwards = ops[cell](output, { hiddenSize }).output
    output = bidirectional ? concat([forwards, ops[cell](output, { hiddenSize, reverse: true }).output], 2) : forwards
  }
  const model = new Model({ inputs: { x }, outputs: { output } })
  // Layers and models list the same weights in the same order.
  const own = Object.values(parameters)
  const names = Object.keys(model.parameters)
  if (names.length !== own.length) throw new Error(`Expected ${own.length} weights of ${nameOf(about)}`)
  model.loadParameters(Object.fromEntries(names.map((name, i) => [name, own[i]])))
  return model
}
