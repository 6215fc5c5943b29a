import { describe, expect, it } from 'vitest'
import { Gru, gru, input, Lstm, linear, lstm, Model, parameter, type Tensor } from '../../src/nn/index.ts'

const largest = ({ data }: Tensor) => Math.max(...data.map(Math.abs))

describe('first weights', () => {
  it('depend on the seed alone, not on other models', () => {
    const first = new Lstm({ inputSize: 2, hiddenSize: 3, seed: 7 }).parameters
    expect(new Lstm({ inputSize: 2, hiddenSize: 3, seed: 7 }).parameters).toEqual(first)
    expect(new Lstm({ inputSize: 2, hiddenSize: 3, seed: 8 }).parameters).not.toEqual(first)
  })

  it("have PyTorch's ranges", () => {
    const { weight_ih_l0, bias_hh_l1 } = new Gru({ inputSize: 64, hiddenSize: 64, layers: 2 }).parameters
    for (const tensor of [weight_ih_l0, bias_hh_l1]) {
      expect(largest(tensor)).toBeLessThanOrEqual(1 / 8)
      expect(largest(tensor)).toBeGreaterThan(0.12)
    }
    const x = input(['batch', 16])
    const model = new Model({ inputs: { x }, outputs: { y: linear(x, 256) } })
    expect(largest(model.parameters['linear0.weight'])).toBeGreaterThan(0.249)
    expect(largest(model.parameters['linear0.bias'])).toBeLessThanOrEqual(0.25)
  })

  it('are orthogonal in each gate with recurrentInitial orthogonal', () => {
    const { weight_hh_l0: weight } = new Gru({ inputSize: 1, hiddenSize: 8, recurrentInitial: 'orthogonal' }).parameters
    for (let gate = 0; gate < 3; gate++) {
      const rows = Array.from({ length: 8 }, (_, i) =>
        Array.from(weight.data.subarray((gate * 8 + i) * 8, (gate * 8 + i + 1) * 8)),
      )
      for (const a of rows)
        for (const b of rows) {
          const product = a.reduce((sum, value, k) => sum + value * b[k], 0)
          expect(product).toBeCloseTo(a === b ? 1 : 0, 6)
        }
    }
  })

  it.for([
    [3, 5],
    [5, 3],
  ])('are orthonormal in the fewer of %i rows and %i columns', ([rows, columns]) => {
    const table = parameter([rows, columns], { initial: 'orthogonal', scale: 2, name: 'table' })
    const { data } = new Model({ inputs: {}, outputs: { table } }).parameters.table
    const at = (i: number, k: number) => (rows < columns ? data[i * columns + k] : data[k * columns + i])
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)]
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) {
        let product = 0
        for (let k = 0; k < length; k++) product += at(i, k) * at(j, k)
        expect(product).toBeCloseTo(i === j ? 4 : 0, 5)
      }
  })

  it('set the bias of the forget gate in one of the two biases', () => {
    const { bias_ih_l0, bias_hh_l0 } = new Lstm({ inputSize: 1, hiddenSize: 4, forgetBias: 1.5 }).parameters
    expect([...bias_ih_l0.data.subarray(4, 8)]).toEqual([1.5, 1.5, 1.5, 1.5])
    expect([...bias_hh_l0.data.subarray(4, 8)]).toEqual([0, 0, 0, 0])
    expect(largest({ ...bias_ih_l0, data: bias_ih_l0.data.subarray(0, 4) })).toBeLessThanOrEqual(0.5)
  })

  it('make memories of 1 to the given number of steps', () => {
    const x = input(['batch', 'time', 1])
    const outputs = {
      lstm: lstm(x, { hiddenSize: 64, memory: 100, name: 'lstm' }).output,
      gru: gru(x, { hiddenSize: 64, memory: 100, name: 'gru' }).output,
    }
    const { parameters } = new Model({ inputs: { x }, outputs, seed: 2 })
    const blockOf = (name: string, gate: number) => [...parameters[name].data.subarray(64 * gate, 64 * (gate + 1))]
    // A gate that stays sigmoid(b) open keeps a state for 1 / (1 - sigmoid(b)) steps.
    const steps = (bias: number) => 1 + Math.exp(bias)
    for (const kept of [blockOf('lstm.bias_ih', 1), blockOf('gru.bias_ih', 1)]) {
      expect(Math.min(...kept.map(steps))).toBeGreaterThanOrEqual(2)
      expect(Math.max(...kept.map(steps))).toBeLessThanOrEqual(100)
      expect(kept.reduce((sum, bias) => sum + steps(bias), 0) / 64).toBeGreaterThan(35)
    }
    expect(blockOf('lstm.bias_ih', 0)).toEqual(blockOf('lstm.bias_ih', 1).map((bias) => -bias))
    for (const [name, gate] of [
      ['lstm.bias_ih', 2],
      ['lstm.bias_ih', 3],
      ['lstm.bias_hh', 1],
      ['gru.bias_ih', 0],
      ['gru.bias_hh', 1],
    ] as const)
      expect(Math.max(...blockOf(name, gate).map(Math.abs))).toBe(0)
  })

  it('refuse an unknown name', () => {
    const x = input(['batch', 'time', 1])
    const refused = expect.objectContaining({ code: 'ERR_RANGE' })
    expect(() => gru(x, { hiddenSize: 2, recurrentInitial: 'identity' as 'uniform' })).toThrow(refused)
    expect(() => parameter([2], { initial: 'identity' as 'uniform' })).toThrow(refused)
  })
})
