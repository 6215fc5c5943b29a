import { type Panel, panelFromSeries } from '../../src/series/index.ts'

/** Numbers from 0 to 1 that are the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** One series of daily sales: its values, and the promotions of its days and of the 14 days after them. */
export interface PromotedSeries {
  readonly id: string
  readonly values: number[]
  readonly promo: number[]
}

/** Daily sales with a weekly season. A promotion, which is known in advance, lifts the sales by 60 %. */
export function promotedSeries({ series, days }: { series: number; days: number }): PromotedSeries[] {
  const random = randomFrom(1)
  const week = [0, 0.1, 0, 0.2, 0.3, 0.5, -0.2]
  return Array.from({ length: series }, (_, index) => {
    const base = 50 + 50 * random()
    const promo = Array.from({ length: days + 14 }, () => (random() < 0.2 ? 1 : 0))
    const noise = () => 1 + 0.08 * (random() + random() + random() - 1.5)
    const values = Array.from({ length: days }, (_, t) => base * (1 + week[t % 7]) * (1 + 0.6 * promo[t]) * noise())
    return { id: `s${index}`, values, promo }
  })
}

export const promoted = (size: { series: number; days: number }): Panel =>
  panelFromSeries(
    promotedSeries(size).map(({ id, values, promo }) => ({ id, start: '2022-01-01', values, known: { promo } })),
    { frequency: 'd' },
  )
