// Networks of papers, compared with PyTorch modules: the prediction, the loss, and its gradients by all weights.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as models from '../../../src/models/index.ts'
import { type Network, type NetworkFamily, type NetworkSpec, point } from '../../../src/models/index.ts'
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

const read = (name: string): NetworkCase[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'))
const cases = ['recurrent_networks', 'mixing_networks', 'dense_networks', 'linear_networks'].flatMap(read)

/** Places in a cycle are whole numbers, all other inputs and weights are floats. */
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
    if (Math.abs(actual.data[i] - value) <= 2e-5 * (1 + Math.abs(value))) return
    throw new Error(`${what}, element ${i}: Expected ${value}, got ${actual.data[i]}`)
  })
}

function built({ family, spec, options }: NetworkCase): Network {
  const build = (models as unknown as Record<string, NetworkFamily<object>>)[family]
  return build({ ...spec, output: point('mse') }, options)
}

describe('networks agree with PyTorch', () => {
  it.each(cases.map((one, i) => [one.family, i, one] as const))('%s, case %i', async (_, __, stored) => {
    const { inputs, outputs, loss } = built(stored)
    using model = new Model({ inputs, outputs, loss })
    expect(Object.keys(model.parameters).sort()).toEqual(Object.keys(stored.parameters).sort())
    model.loadParameters(tensors(stored.parameters))
    const data = tensors(stored.inputs)
    expectNear('prediction', (await model.predict(data)).prediction, stored.prediction)
    const gradients = await model.gradients(data)
    expect(gradients.loss).toBeCloseTo(stored.loss.data[0], 5)
    for (const [name, value] of Object.entries(gradients.parameters))
      expectNear(`gradient by ${name}`, value, stored.gradients[name])
  })
})
