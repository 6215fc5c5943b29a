import { describe, expect, it } from 'vitest'
import { tensor } from '../../src/nn/index.ts'

describe('tensor', () => {
  it('is made of nested arrays', () => {
    expect(
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqual({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) })
    expect(tensor(7)).toEqual({ shape: [], data: Float32Array.of(7) })
    expect(tensor([[]])).toEqual({ shape: [1, 0], data: new Float32Array(0) })
    expect(tensor([1, 2], [2, 1], 'int32')).toEqual({ shape: [2, 1], data: Int32Array.of(1, 2) })
  })

  it('is made of a typed array and a shape', () => {
    const data = Float32Array.of(1, 2, 3, 4)
    expect(tensor(data, [2, 2]).data).toBe(data)
    expect(tensor(Float64Array.of(1, 2))).toEqual({ shape: [2], data: Float32Array.of(1, 2) })
    expect(() => tensor(data, [3, 2])).toThrow('Expected 6 numbers for shape [3, 2], got 4')
  })

  it('names the place where nested arrays are ragged', () => {
    expect(() =>
      tensor([
        [[1], [2]],
        [[3], [4, 5]],
      ]),
    ).toThrow(
      expect.objectContaining({
        code: 'ERR_SHAPE',
        message: 'Expected values[1][1] to be an array of 1, like the first array of its level, got an array of 2',
      }),
    )
    expect(() => tensor([[1, 2], 3])).toThrow('Expected values[1] to be an array of 2')
    expect(() => tensor([1, [2]])).toThrow('Expected values[1] to be a number, got an array of 1')
  })

  it('takes only numbers', () => {
    const type = (code: string) => expect.objectContaining({ code })
    expect(() => tensor([1, '2' as unknown as number])).toThrow(type('ERR_TYPE'))
    expect(() => tensor([1.5], undefined, 'int32')).toThrow(
      'Expected values[0] to be a whole number of 32 bits, got 1.5',
    )
    expect(() => tensor([2 ** 31], undefined, 'int32')).toThrow(type('ERR_TYPE'))
  })
})
