import { DataFrame } from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { prepare } from '../../src/danfo/index.ts'

const options = { series: 'store', time: 'date', target: 'sales', known: ['promo'] } as const

const sales = () =>
  new DataFrame({
    store: ['a', 'a', 'a', 'b', 'b', 'b'],
    date: ['2024-01-01', '2024-01-03', '2024-01-02', '2024-01-01', '2024-01-02', '2024-01-04'],
    sales: [1, 3, null, 10, 20, 40],
    promo: [0, 1, 0, 0, 0, 1],
  })

describe('a future frame', () => {
  it('starts every forecast after the history, also if a value of the future frame is missing', () => {
    const future = new DataFrame({
      store: ['a', 'a', 'a', 'b', 'b', 'b', 'b'],
      date: ['2024-01-04', '2024-01-05', '2024-01-06', '2024-01-04', '2024-01-05', '2024-01-06', '2024-01-07'],
      promo: [null, 1, 0, 1, 1, null, 1],
      sales: [7, 7, 7, 7, 7, 7, 7],
    })
    const panel = prepare(sales(), { ...options, future })
      .regularise()
      .toPanel()
    expect([...panel.lengths]).toEqual([3, 4])
    expect([...panel.known[0].values]).toEqual([0, 0, 1, NaN, 1, 0, 0, 0, NaN, 1, 1, NaN, 1])
    expect(panel.target.values[3]).toBe(NaN)
  })

  it('can fill steps that the future frame lacks', () => {
    const future = new DataFrame({ store: ['a', 'a'], date: ['2024-01-04', '2024-01-07'], promo: [1, 0] })
    const begun = prepare(sales(), { ...options, future }).regularise()
    expect(begun.toPanel().offsets[1]).toBe(4)
    const filled = begun.fill('previous', { columns: 'promo' }).toPanel()
    expect([...filled.known[0].values.subarray(0, filled.offsets[1])]).toEqual([0, 0, 1, 1, 1, 1, 0])
  })
})
