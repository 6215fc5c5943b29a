// Models of the cells whose insides PyTorch computed.
import { expect } from 'vitest'
import type { NamedArray } from '../../src/inspect/index.ts'
import { gru, input, linear, lstm, Model, mse, rnn, type Tensor } from '../../src/nn/index.ts'
import type { CellCase, Stored } from '../fixtures/read.ts'

export const tensor = ({ shape, data }: Stored): Tensor => ({ shape, data: Float32Array.from(data) })
export const ids = (lengths: readonly number[]): Tensor => ({ shape: [lengths.length], data: Int32Array.from(lengths) })

/** -9 stands for a step after the length of a row, which has no gates. */
export function expectNear(actual: NamedArray, expected: Stored): void {
  expect(actual.shape, actual.name).toEqual(expected.shape)
  expected.data.forEach((value, i) => {
    if (value === -9) expect(actual.data[i], `${actual.name}[${i}]`).toBeNaN()
    else if (!(Math.abs(actual.data[i] - value) <= 1e-5 * (1 + Math.abs(value))))
      throw new Error(`${actual.name}, element ${i}: Expected ${value}, got ${actual.data[i]}`)
  })
}

export function modelOf({ kind, options, lengths, initial, parameters, head, input: x }: CellCase) {
  const [, steps, features] = x.shape
  const hiddenSize = initial.hidden.shape[1]
  const inputs = {
    x: input(['batch', steps, features]),
    y: input(['batch', 2]),
    hidden: input(['batch', hiddenSize]),
    ...(kind === 'lstm' ? { cell: input(['batch', hiddenSize]) } : {}),
    ...(lengths ? { lengths: input(['batch'], { type: 'int32' }) } : {}),
  }
  const { reset, reverse } = options
  const shared = { hiddenSize, reverse, name: 'cell', lengths: inputs.lengths }
  const { hidden, cell } = inputs
  const last = {
    rnn: () => rnn(inputs.x, { ...shared, initial: { hidden } }),
    gru: () => gru(inputs.x, { ...shared, reset, initial: { hidden } }),
    lstm: () => lstm(inputs.x, { ...shared, initial: { hidden, cell } }),
  }[kind]().hidden
  const output = linear(last, 2, { name: 'head' })
  const model = new Model({ inputs, outputs: { output }, loss: mse(output, inputs.y) })
  const named = (layer: string, stored: Readonly<Record<string, Stored>>) =>
    Object.entries(stored).map(([name, value]) => [`${layer}.${name}`, tensor(value)])
  model.loadParameters(Object.fromEntries([...named('cell', parameters), ...named('head', head)]))
  return model
}
