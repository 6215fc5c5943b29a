// Properties of every step of a pipeline, tested on random frames.

import { DataFrame } from 'danfojs-node'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GatecastError } from '../../src/base/error.ts'
import { type Pipeline, pipelineFromJSON, prepare } from '../../src/danfo/index.ts'
import type { DataFrame as Frame } from '../../src/frames/frame_types.ts'

const options = { series: 'shop', time: 'date', target: 'y', frequency: 'd' } as const

const steps: Record<string, (pipeline: Pipeline) => Pipeline> = {
  markMissing: (p) => p.markMissing([3]),
  regularise: (p) => p.regularise(),
  'resample, longer': (p) => p.resample('W-SUN', { aggregate: 'sum' }),
  'resample, shorter': (p) => p.resample('12h'),
  'fill with the previous': (p) => p.fill('previous'),
  'fill with the next': (p) => p.fill('next'),
  'fill with a line': (p) => p.fill('linear', { mask: true }),
  'fill with a season': (p) => p.fill('seasonal', { season: 3 }),
  'fill with a constant': (p) => p.fill('constant', { value: -1 }),
  'fill with none': (p) => p.fill('none', { mask: true }),
  calendar: (p) => p.calendar(['dayOfWeek', 'month'], { encoding: 'cyclic' }),
  holidays: (p) => p.holidays(['2024-01-06'], { before: 1 }),
  fourier: (p) => p.fourier('week', { harmonics: 2 }),
  lags: (p) => p.lags([1, 3]),
  shift: (p) => p.shift(-1),
  rolling: (p) => p.rolling(['mean', 'std', 'min', 'max', 'quantile'], { window: 3, minPeriods: 1 }),
  expanding: (p) => p.expanding(['mean', 'quantile']),
  difference: (p) => p.difference(),
  'difference, seasonal': (p) => p.difference({ lag: 3 }),
  log: (p) => p.log({ offset: 100 }),
  boxCox: (p) => p.clip({ low: 1 }).boxCox(),
  'scale, standard': (p) => p.scale('standard', { per: 'series' }),
  'scale, robust': (p) => p.scale('robust'),
  'scale, to 0 and 1': (p) => p.scale('minMax', { fitOn: { share: 0.5 } }),
  clip: (p) => p.clip({ low: -3, high: 3 }),
  'outliers, flagged': (p) => p.outliers('mad'),
  'outliers, clipped': (p) => p.outliers('iqr', { action: 'clip' }),
  oneHot: (p) => p.oneHot({ columns: 'sky' }),
  ordinal: (p) => p.ordinal({ columns: 'sky' }),
}

/** A DataFrame with no other members than those that gatecast uses. */
class PlainFrame implements Frame {
  readonly values: unknown[][]
  readonly columns: string[]
  readonly shape: number[]
  constructor(values: unknown[][], { columns }: { columns: string[] }) {
    this.values = values
    this.columns = columns
    this.shape = [values.length, columns.length]
  }
  print(): void {}
}

const names = ['shop', 'date', 'y', 'sky']
const dateOf = (day: number) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)
const row = fc.record({
  shop: fc.constantFrom('north', 'south'),
  day: fc.integer({ min: 0, max: 20 }),
  y: fc.option(fc.integer({ min: -50, max: 50 })),
  sky: fc.constantFrom('sun', 'rain', null),
})
/** A row for each shop on the first two days, and random rows after them, in any order. */
const rows = fc
  .uniqueArray(row, { selector: ({ shop, day }) => `${shop} ${day}`, minLength: 4, maxLength: 16 })
  .map((list) => [
    ...list.filter(({ day }) => day > 1),
    ...['north', 'south'].flatMap((shop) => [0, 1].map((day) => ({ shop, day, y: day + 1, sky: 'sun' }))),
  ])
  .map((list) => list.map(({ shop, day, y, sky }) => [shop, dateOf(day), y, sky]))

const contentOf = ({ columns, values, shape }: Frame): unknown => structuredClone({ columns, values, shape })
const again = (pipeline: Pipeline) => pipelineFromJSON(JSON.stringify(pipeline))

describe.for(Object.entries(steps))('%s', ([, step]) => {
  it('changes neither the frame nor the pipeline before it, and gives the same result after it was saved as JSON', () => {
    fc.assert(
      fc.property(rows, (values) => {
        const frame = new PlainFrame(values, { columns: names })
        const before = contentOf(frame)
        const begun = prepare(frame, options)
        const begunBefore = contentOf(begun.toFrame())
        const done = step(begun)
        expect(done.toFrame()).toBeInstanceOf(PlainFrame)
        expect(contentOf(frame)).toEqual(before)
        expect(contentOf(begun.toFrame())).toEqual(begunBefore)
        expect(contentOf(again(done).apply(frame).toFrame())).toEqual(contentOf(done.toFrame()))
        expect(contentOf(frame)).toEqual(before)
      }),
      { numRuns: 30 },
    )
  })

  it('gives the same result for danfojs-node and for plain objects with the same members', () => {
    for (const [values] of fc.sample(fc.tuple(rows), { numRuns: 3, seed: 1 })) {
      const [plain, danfo] = [PlainFrame, DataFrame].map((Class) => {
        const frame = new Class(structuredClone(values) as never, { columns: names }) as Frame
        const result = step(prepare(frame, options)).toFrame()
        expect(result).toBeInstanceOf(Class)
        expect(contentOf(frame)).toEqual(contentOf(new Class(values as never, { columns: names }) as Frame))
        return contentOf(result)
      })
      expect(danfo).toEqual(plain)
    }
  })
})

describe('a saved pipeline', () => {
  const rowByRow = [
    'log',
    'scale, standard',
    'scale, robust',
    'scale, to 0 and 1',
    'clip',
    'outliers, clipped',
    'calendar',
  ]

  it.for(rowByRow)('gives the same result for two frames as for both in one: %s', (name) => {
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const later = second.map(([shop, date, ...rest]) => [shop, `${date}`.replace('2024', '2025'), ...rest])
        const frameOf = (values: unknown[][]) => new PlainFrame(values, { columns: names })
        const saved = again(steps[name](prepare(frameOf(first), options)))
        const [old, added, all] = [first, later, [...first, ...later]].map((values) => {
          const frame = saved.apply(frameOf(values)).toFrame() as PlainFrame
          return frame.values
        })
        const sorted = [...old, ...added].sort(([a, dayA], [b, dayB]) => (`${a}${dayA}` < `${b}${dayB}` ? -1 : 1))
        const allSorted = all.toSorted(([a, dayA], [b, dayB]) => (`${a}${dayA}` < `${b}${dayB}` ? -1 : 1))
        expect(allSorted).toEqual(sorted)
      }),
      { numRuns: 30 },
    )
  })
})

it('steps return a result or throw a GatecastError, for any arguments', () => {
  const anything = fc.anything({ withDate: true, withTypedArray: true })
  const hint = fc.constantFrom('y', 'sky', 'mean', 'linear', 'standard', 'iqr', 'd', 'week', 1, -1, 0.5, [], {}, ['y'])
  const argument = fc.oneof(hint, anything, fc.record({ columns: hint, window: hint, lag: hint }, { requiredKeys: [] }))
  const method = fc.constantFrom(...new Set(Object.keys(steps).map((name) => name.split(/[ ,]/)[0])))
  fc.assert(
    fc.property(rows, method, fc.array(argument, { maxLength: 2 }), (values, name, args) => {
      const pipeline = prepare(new PlainFrame(values, { columns: names }), options)
      try {
        const done = (pipeline[name as 'fill'] as (...args: unknown[]) => Pipeline).apply(pipeline, args)
        expect(done.toFrame().columns.length).toBeGreaterThan(2)
      } catch (error) {
        expect(error).toBeInstanceOf(GatecastError)
      }
    }),
    { numRuns: 3000 },
  )
})
