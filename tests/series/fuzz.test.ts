import fc from 'fast-check'
import { expect, it } from 'vitest'
import { GatecastError } from '../../src/base/error.ts'
import { panelFromColumns, panelFromRows, panelFromSeries, parseFrequency, parseTimes } from '../../src/series/index.ts'

/** Checks that a function returns or throws a GatecastError. */
function returnsOrRefuses(act: () => unknown): void {
  try {
    act()
  } catch (error) {
    expect(error).toBeInstanceOf(GatecastError)
  }
}

const nearTimes = fc.stringMatching(/^[-0-9/:. TZQWMapm+]{0,20}$/)
const anything = fc.anything({ withDate: true, withBigInt: true, withTypedArray: true })

it('parsers return a result or throw a GatecastError, for any value', () => {
  fc.assert(
    fc.property(
      fc.oneof(nearTimes, fc.string(), anything),
      fc.constantFrom('UTC', 'Europe/Berlin'),
      (value, timeZone) => {
        returnsOrRefuses(() => expect(parseTimes([value], { timeZone })[0]).not.toBeNaN())
        returnsOrRefuses(() => parseFrequency(value as string))
      },
    ),
    { numRuns: 2000, examples: [[{ toString: false }, 'UTC']] },
  )
})

it('panelFromRows returns a panel or throws a GatecastError, for any rows', () => {
  const rows = fc.array(fc.record({ id: anything, time: fc.oneof(nearTimes, fc.date()), y: anything }), {
    maxLength: 5,
  })
  fc.assert(
    fc.property(rows, (list) => {
      returnsOrRefuses(() => panelFromRows(list, { series: 'id', time: 'time', target: 'y' }))
    }),
    { numRuns: 1000 },
  )
})

it('panelFromColumns and panelFromSeries return a panel or throw a GatecastError, for any data', () => {
  const list = fc.array(fc.oneof(fc.double(), anything), { maxLength: 4 })
  const covariates = fc.oneof(fc.dictionary(fc.string(), fc.oneof(list, anything)), anything)
  const series = fc.record(
    {
      ...{
        id: fc.oneof(fc.string(), anything),
        start: fc.oneof(nearTimes, anything),
        values: fc.oneof(list, anything),
      },
      ...{ known: covariates, observed: covariates, static: covariates },
    },
    { requiredKeys: [] },
  )
  const options = fc.record({
    series: fc.constantFrom('id', anything),
    time: fc.constant('time'),
    target: fc.constant('y'),
  })
  fc.assert(
    fc.property(series, fc.oneof(list, anything), options, (one, other, roles) => {
      returnsOrRefuses(() => panelFromSeries([one as never], { frequency: 'd' }))
      returnsOrRefuses(() => panelFromSeries([one, other] as never, { frequency: 'MS', timeZone: 'Europe/Berlin' }))
      returnsOrRefuses(() => panelFromColumns({ id: one.id, time: other, y: one.values } as never, roles as never))
      returnsOrRefuses(() => panelFromColumns(other as never, { time: 'time', target: 'y' }))
      returnsOrRefuses(() => panelFromRows([{ time: 0, y: 1 }], other as never))
    }),
    { numRuns: 2000 },
  )
})

it('panels do not depend on the order of rows', () => {
  const cell = fc.record({
    series: fc.integer({ min: 0, max: 2 }),
    day: fc.integer({ min: 0, max: 20 }),
    y: fc.integer(),
  })
  const cells = fc.uniqueArray(cell, { selector: ({ series, day }) => `${series} ${day}`, minLength: 2, maxLength: 7 })
  const shuffled = cells.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  const options = { series: 'id', time: 'time', target: 'y', frequency: 'd', timeZone: 'America/New_York' }
  fc.assert(
    fc.property(shuffled, (orders) => {
      const [one, other] = orders.map((list) => {
        const rows = list.map(({ series, day, y }) => ({
          id: series,
          time: `2024-03-${String(day + 1).padStart(2, '0')}`,
          y,
        }))
        const panel = panelFromRows(rows, options)
        return panel.select(panel.ids.toSorted().map((id) => panel.indexOf(id)))
      })
      expect(one).toEqual(other)
    }),
  )
})
