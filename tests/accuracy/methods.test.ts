// The accuracy of every method that forecasts series by series, and the same bits from any number of threads.
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/forecast/kinds/index.ts'
import { hasAccuracy, isDeterministic } from './check.ts'
import { methodsOnDemand, methodsOnMonthly, methodsOnSales } from './expected.ts'
import { backtestOf, type DataName, data } from './panels.ts'

const methods = kinds.filter(({ cost }) => cost !== 'training').map(({ name }) => name)

it('every method has an entry in a table', () => {
  const entries = [...methodsOnMonthly, ...methodsOnSales, ...methodsOnDemand].map(({ kind }) => kind)
  expect([...new Set(entries)].sort()).toEqual([...methods].sort())
})

it.each(Object.keys(data) as DataName[])(
  'seasonalNaive has the score that is the unit of all others: %s',
  async (on) => {
    const { overall } = await backtestOf('seasonalNaive', on)
    expect(overall[data[on].metric]).toBeCloseTo(data[on].seasonalNaive, 4)
  },
)

describe('on monthly series, the error and the coverage are those of the table:', () =>
  hasAccuracy(methodsOnMonthly, 'monthly'))
describe('on sales:', () => hasAccuracy(methodsOnSales, 'sales'))
describe('on demand:', () => hasAccuracy(methodsOnDemand, 'demand'))
describe('one thread and two give the same bits:', () => isDeterministic(methods))
