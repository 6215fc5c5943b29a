import { describe, expect, it } from 'vitest'
import { didYouMean, nearest } from '../../src/base/nearest.ts'

describe('a hint', () => {
  it.for([
    ['horizn', ['horizon', 'season'], 'horizon'],
    ['detla', ['mask', 'weight', 'delta'], 'delta'],
    ['bais', ['bias', 'name'], 'bias'],
    ['tme', ['series', 'time'], 'time'],
    ['hiddensize', ['hiddenSize', 'layers'], 'hiddenSize'],
    ['learning_rate', ['momentum', 'learningRate'], 'learningRate'],
    ['prom', ['store', 'promotion'], 'promotion'],
  ] as const)('names what was mistyped: %s', ([given, known, meant]) => {
    expect(didYouMean(given, known)).toBe(`. Did you mean "${meant}"?`)
  })

  it.for([
    ['avg', ['first', 'last', 'mean', 'sum'], 'mean'],
    ['learningRate', ['epochs', 'truncate', 'optimizer'], 'optimizer'],
    ['lr', ['learningRate', 'momentum'], 'learningRate'],
    ['dim', ['axes', 'keep'], 'axes'],
    ['eps', ['epsilon', 'affine'], 'epsilon'],
  ] as const)('knows the words of other libraries: %s', ([given, known, meant]) => {
    expect(didYouMean(given, known)).toBe(`. Did you mean "${meant}"?`)
  })

  it.for([
    ['xml', ['csv', 'json', 'parquet']],
    ['mm', ['ar', 'ets', 'theta']],
    ['x_foo', ['layout', 'columns']],
    ['times', ['id', 'start', 'values']],
    ['store', ['date', 'promo']],
    ['promo', ['store,date,promo']],
    ['h', ['hidden', 'size']],
    ['', ['a', 'b']],
    ['x', []],
  ] as [string, string[]][])('is not given for a name that is near none: %s', ([given, known]) => {
    expect(didYouMean(given, known)).toBe('')
  })
})

describe('the nearest names', () => {
  it('are sorted by their distance, and there is always one', () => {
    expect(nearest('stroe 7', ['x', 'store 12', 'store 7'], 2)).toBe('"store 7", "store 12"')
    expect(nearest('x', ['abc'])).toBe('"abc"')
  })
})
