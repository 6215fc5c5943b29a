// Anything but numbers, passed to every metric of the table.

import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import * as forecasting from '../../../src/forecast/index.ts'
import { metrics } from '../../../src/forecast/metrics/index.ts'

const { errorScale, owa } = forecasting
type Call = (...args: unknown[]) => number
const ofMean = ['mae', 'mse', 'rmse', 'mape', 'smape', 'wape', 'mase', 'rmsse', 'rmsle', 'bias']
const good: Record<string, unknown[]> = {
  ...Object.fromEntries(
    ofMean.map((name) => [
      name,
      [
        [1, 2],
        [2, 1],
      ],
    ]),
  ),
  mase: [[1, 2], [2, 1], 1],
  rmsse: [
    [1, 2],
    [2, 1],
    [1, 1],
  ],
  pinball: [[1, 2], [2, 1], 0.5],
  crps: [
    [1, 2],
    [0.1, 0.9],
    [
      [0, 0],
      [3, 3],
    ],
  ],
  coverage: [
    [1, 2],
    [0, 0],
    [3, 3],
  ],
  width: [
    [1, 2],
    [0, 0],
    [3, 3],
  ],
  winkler: [[1, 2], [0, 0], [3, 3], 0.8],
}
const wrong: Record<string, unknown> = {
  ...{ undefined: undefined, null: null, text: 'ab', object: {}, 'a length': { length: 2 }, 'a function': () => 1 },
  ...{ 'a symbol': Symbol('s'), 'a bigint': 10n, true: true, NaN: Number.NaN, 'an infinity': Number.POSITIVE_INFINITY },
  ...{ nulls: [null, 1], texts: ['1', '2'], holes: new Array(2), bigints: new BigInt64Array(2), 'a map': new Map() },
  ...{ 'a view': new DataView(new ArrayBuffer(16)), 'no prototype': Object.create(null), 'another length': [1, 2, 3] },
}

describe.for(metrics.map(({ name }) => name))('%s', (name) => {
  const call = (forecasting as unknown as Record<string, Call>)[name]!

  it('takes arrays, typed arrays and arrays of another realm', () => {
    const expected = call(...good[name]!)
    expect(expected).not.toBeNaN()
    for (const like of [
      Float64Array,
      runInNewContext('Float64Array'),
      runInNewContext('Array'),
    ] as (typeof Float64Array)[])
      expect(
        call(
          ...good[name]!.map((value) =>
            Array.isArray(value) && typeof value[0] === 'number' ? like.from(value) : value,
          ),
        ),
      ).toBeCloseTo(expected, 6)
  })

  it.for(Object.keys(wrong))('refuses %s in place of each argument', (what) => {
    good[name]!.forEach((_, i) => {
      // A scale of NaN or infinity skips or shrinks the points; it is a number.
      if (name.endsWith('se') && i === 2 && typeof wrong[what] === 'number') return
      expect(() => call(...good[name]!.with(i, wrong[what])), `argument ${i}`).toThrow(
        expect.objectContaining({ name: 'GatecastError', code: expect.stringMatching(/^ERR_(TYPE|SHAPE|RANGE)$/) }),
      )
    })
  })

  it('refuses to be called without arguments', () => {
    expect(() => call()).toThrow(expect.objectContaining({ name: 'GatecastError' }))
  })
})

describe('errorScale and owa', () => {
  it.for(Object.keys(wrong))('refuse %s', (what) => {
    if (what !== 'another length')
      expect(() => errorScale(wrong[what] as never, 1)).toThrow(expect.objectContaining({ code: 'ERR_TYPE' }))
    expect(() => errorScale([1, 2], wrong[what] as never)).toThrow(expect.objectContaining({ name: 'GatecastError' }))
    expect(() => owa(wrong[what] as never, { smape: 1, mase: 1 })).toThrow(
      expect.objectContaining({ code: 'ERR_TYPE' }),
    )
  })
})
