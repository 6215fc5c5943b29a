import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  add,
  attention,
  concat,
  conv1d,
  crossEntropy,
  embedding,
  gru,
  input,
  last,
  linear,
  lstm,
  Model,
  matmul,
  mean,
  mse,
  multiply,
  quantile,
  repeat,
  reshape,
  slice,
  type Tensor,
  transpose,
  type Value,
} from '../../src/nn/index.ts'

const shapeError = expect.objectContaining({ code: 'ERR_SHAPE' })
const sequence = input(['batch', 'time', 3])
const row = input(['batch', 3])

describe('shapes as types', () => {
  it('follow rank and last dimension through the layers', () => {
    const { output, hidden, cell } = lstm(sequence, { hiddenSize: 5 })
    expectTypeOf(output).toEqualTypeOf<Value<['batch', 'time', 5]>>()
    expectTypeOf(cell).toEqualTypeOf(hidden)
    expectTypeOf(linear(last(output), 24)).toEqualTypeOf<Value<['batch', 24]>>()
    expectTypeOf(conv1d(sequence, 8, { kernelSize: 3 })).toEqualTypeOf<Value<['batch', 'time', 8]>>()
    expectTypeOf(embedding(input(['batch', 'time'], { type: 'int32' }), { categories: 7, size: 2 })).toEqualTypeOf<
      Value<['batch', 'time', 2]>
    >()
    expect(linear(last(output), 24).shape).toEqual(['batch', 24])
  })

  it('follow ops that change the shape', () => {
    const x = input(['batch', 24, 3])
    expectTypeOf(transpose(x, [0, 2, 1])).toEqualTypeOf<Value<['batch', 3, 24]>>()
    expectTypeOf(reshape(x, ['batch', 72])).toEqualTypeOf<Value<['batch', 72]>>()
    expectTypeOf(mean(x, { axes: [1], keep: true })).toEqualTypeOf<Value<['batch', 1, 3]>>()
    expectTypeOf(mean(x, { axes: [-1] })).toEqualTypeOf<Value<['batch', 24]>>()
    expectTypeOf(mean(x)).toEqualTypeOf<Value<[]>>()
    expectTypeOf(concat([x, x])).toEqualTypeOf<Value<['batch', 24, number]>>()
    expectTypeOf(slice(x, { axis: 1, end: 4 })).toEqualTypeOf<Value<['batch', number, 3]>>()
    expectTypeOf(repeat(input(['batch', 1, 3]), { axis: 1, times: 'time' })).toEqualTypeOf<
      Value<['batch', 'time', 3]>
    >()
    expectTypeOf(matmul(x, x, { transposeB: true })).toEqualTypeOf<Value<['batch', 24, 24]>>()
    expect(concat([x, x]).shape).toEqual(['batch', 24, 6])
  })

  it('broadcast as the values do', () => {
    expectTypeOf(add(sequence, input([3]))).toEqualTypeOf<Value<['batch', 'time', 3]>>()
    expectTypeOf(add(input(['batch', 1, 3]), sequence)).toEqualTypeOf<Value<['batch', 'time', 3]>>()
    expectTypeOf(multiply(0.5, row)).toEqualTypeOf<Value<['batch', 3]>>()
    expect(multiply(0.5, row).shape).toEqual(['batch', 3])
  })

  it('refuse shapes that do not fit, when compiled and when run', () => {
    // @ts-expect-error the last dimensions differ
    expect(() => add(row, input(['batch', 4]))).toThrow(shapeError)
    // @ts-expect-error no time dimension
    expect(() => gru(row, { hiddenSize: 4 })).toThrow(shapeError)
    // @ts-expect-error the target has another size
    expect(() => mse(row, input(['batch', 4]))).toThrow(shapeError)
    // @ts-expect-error the target has one dimension too many
    expect(() => quantile(row, row, { quantiles: [0.1, 0.5, 0.9] })).toThrow(shapeError)
    // @ts-expect-error inner dimensions differ
    expect(() => matmul(input([2, 3]), input([4, 5]))).toThrow(shapeError)
    // @ts-expect-error query and key differ in size
    expect(() => attention(sequence, input(['batch', 'time', 4]), sequence)).toThrow(shapeError)
    // @ts-expect-error labels are int32
    expect(() => crossEntropy(row, input(['batch']))).toThrow(expect.objectContaining({ code: 'ERR_TYPE' }))
  })
})

describe('a model', () => {
  const x = input(['batch', 3])
  const y = input(['batch', 2])
  const forecast = linear(x, 2)

  it('knows its inputs and outputs by name', async () => {
    using model = new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
    const prediction = await model.predict({ x: [[1, 2, 3]] })
    expectTypeOf(prediction).toEqualTypeOf<{ forecast: Tensor }>()
    expect(prediction.forecast.shape).toEqual([1, 2])
    // @ts-expect-error no output has this name
    expect(prediction.other).toBeUndefined()
    // @ts-expect-error y is missing
    await expect(model.fit({ x: [[1, 2, 3]] })).rejects.toMatchObject({ code: 'ERR_DATA' })
    // @ts-expect-error no input has this name
    await expect(model.predict({ z: [[1]] })).rejects.toMatchObject({ code: 'ERR_DATA' })
  })

  it('takes only a Loss as loss', () => {
    // @ts-expect-error a mean is not a Loss: it has no weight
    const build = () => new Model({ inputs: { x }, outputs: { forecast }, loss: mean(forecast) })
    expect(build).toThrow(expect.objectContaining({ code: 'ERR_PROGRAM' }))
  })
})
