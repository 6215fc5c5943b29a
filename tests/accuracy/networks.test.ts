// The accuracy of every network with its default options, and the same bits from any number of threads.
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/forecast/kinds/index.ts'
import { hasAccuracy, isDeterministic } from './check.ts'
import { networksOnSales } from './expected.ts'

it('every network has an entry in the table', () => {
  const networks = kinds.filter(({ cost }) => cost === 'training').map(({ name }) => name)
  expect(networksOnSales.map(({ kind }) => kind)).toEqual(networks)
})

describe('on sales, the error and the coverage are those of the table:', () => hasAccuracy(networksOnSales, 'sales'))
describe('one thread and two give the same bits:', () => isDeterministic(networksOnSales.map(({ kind }) => kind)))
