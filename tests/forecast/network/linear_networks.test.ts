// CycleNet and SparseTSF, compared with PyTorch: the prediction, the loss, and its gradients by all weights.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cycleNetwork, type NetworkFamily, type NetworkSpec, point, sparseNetwork } from '../../../src/models/index.ts'
import { Model, type Tensor } from '../../../src/nn/index.ts'
import type { Stored, StoredTensors } from '../../fixtures/read.ts'

interface NetworkCase {
  readonly family: string
  readonly spec: Omit<NetworkSpec, 'output'>
  readonly options: object
  readonly inputs: StoredTensors
  readonly parameters: StoredTensors
  readonly prediction: Stored
  readonly loss: Stored
  readonly gradients: StoredTensors
}

const path = new URL('../../fixtures/linear_networks.json', import.meta.url)
const cases = JSON.parse(readFileSync(path, 'utf8')) as NetworkCase[]
const families = { cycleNetwork, sparseNetwork } as Record<string, NetworkFamily<object>>

function tensors(stored: StoredTensors): Record<string, Tensor> {
  const read = ([name, { shape, data }]: [string, Stored]) => {
    const values = name.endsWith('Place') ? Int32Array.from(data) : Float32Array.from(data)
    return [name, { shape, data: values }]
  }
  return Object.fromEntries(Object.entries(stored).map(read))
}

function expectNear(what: string, actual: Tensor, expected: Stored): void {
  expect(actual.shape, `shape of ${what}`).toEqual(expected.shape)
  expected.data.forEach((value, i) => {
    if (Math.abs(actual.data[i]! - value) <= 2e-5 * (1 + Math.abs(value))) return
    throw new Error(`${what}, element ${i}: Expected ${value}, got ${actual.data[i]}`)
  })
}

describe('linear networks agree with PyTorch', () => {
  it.each(cases.map((one, i) => [one.family, i, one] as const))('%s, case %i', async (family, _, stored) => {
    const { inputs, outputs, loss } = families[family]!({ ...stored.spec, output: point('mse') }, stored.options)
    using model = new Model({ inputs, outputs, loss })
    expect(Object.keys(model.parameters).sort()).toEqual(Object.keys(stored.parameters).sort())
    model.loadParameters(tensors(stored.parameters))
    const data = tensors(stored.inputs)
    const { targetMask: _mask, target: _target, ...read } = data
    expectNear('prediction', (await model.predict(read as typeof data)).prediction!, stored.prediction)
    const gradients = await model.gradients(data)
    expect(gradients.loss).toBeCloseTo(stored.loss.data[0]!, 5)
    for (const [name, value] of Object.entries(gradients.parameters))
      expectNear(`gradient by ${name}`, value, stored.gradients[name]!)
  })
})
