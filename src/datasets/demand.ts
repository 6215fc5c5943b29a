import { Random } from './random.ts'

/** What is drawn for every series alike. */
export interface DemandModel {
  readonly seed: number
  readonly trend: number
  readonly seasons: readonly Float64Array[]
  readonly promotions: number
  readonly gaps: number
  readonly intermittent: number
}

/** One stream for each part, so that turning one part off leaves the others as they are. */
const streams = { nature: 0, noise: 1, promotions: 2, gaps: 3 } as const

/** Mean rows of a promotion, and of a gap. */
const promotionRows = 3
const gapRows = 2

/**
 * Writes one series:
 *
 *   expected(k) = level * exp(growth * k / rows) * max(0.05, 1 + sum of amplitude_s * season_s(k)) * (1 + uplift * promotion(k))
 *   y(k)        = expected(k) * max(0, 1 + deviation * noise)                      regular
 *               = a geometric count with probability min(1, expected(k)), else 0   intermittent
 *
 * @param target - rows of the series, out: the values
 * @param promotion - rows of the series, out: 1 where there is a promotion, else 0; left out without promotions
 */
export function drawDemand(model: DemandModel, series: number, target: Float64Array, promotion?: Float64Array): void {
  const of = (stream: keyof typeof streams) => new Random(model.seed, series, streams[stream])
  const nature = of('nature')
  const isIntermittent = nature.uniform() < model.intermittent
  const level = isIntermittent ? nature.between(0.05, 0.35) : 100 * Math.exp(0.8 * nature.normal())
  const deviation = nature.between(0.05, 0.15)
  const uplift = nature.between(0.3, 1)
  const meanSize = nature.between(1, 4)
  const growth = model.trend * nature.normal()
  const amplitudes = model.seasons.map(() => nature.between(0.1, 0.3))

  const noise = of('noise')
  const isPromoted = promotion && of('promotions').runs(model.promotions, promotionRows)
  const isMissing = model.gaps > 0 ? of('gaps').runs(model.gaps, gapRows) : undefined
  const step = Math.exp(growth / target.length)
  let trended = level
  for (let row = 0; row < target.length; row++, trended *= step) {
    let season = 1
    for (let s = 0; s < amplitudes.length; s++) {
      const profile = model.seasons[s]
      season += amplitudes[s] * profile[row % profile.length]
    }
    let expected = trended * Math.max(0.05, season)
    if (promotion && isPromoted?.()) {
      promotion[row] = 1
      expected *= 1 + uplift
    }
    const value = isIntermittent
      ? count(noise, expected, meanSize)
      : expected * Math.max(0, 1 + deviation * noise.normal())
    // The first row is kept: a series begins with a value.
    target[row] = isMissing?.() && row > 0 ? Number.NaN : value
  }
}

/** Zero, or with a probability a geometric count from 1 on. Always two draws, so that rows keep their random numbers. */
function count(random: Random, probability: number, mean: number): number {
  const occurs = random.uniform() < probability
  const size = 1 - random.uniform()
  if (!occurs) return 0
  return mean > 1 ? 1 + Math.floor(Math.log(size) / Math.log(1 - 1 / mean)) : 1
}
