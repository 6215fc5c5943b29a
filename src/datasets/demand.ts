import { Random } from './random.ts'

/** The parameters of all series; see `GenerateOptions`. */
export interface DemandModel {
  readonly seed: number
  readonly trend: number
  /** The profile of each season. */
  readonly seasons: readonly Float64Array[]
  readonly promotions: number
  readonly gaps: number
  readonly intermittent: number
}

/**
 * One stream of random numbers for each part of a series, so that a part can be left out without changes to the others.
 */
const streams = { nature: 0, noise: 1, promotions: 2, gaps: 3 } as const

/** Mean number of rows of a promotion, and of a gap. */
const promotionRows = 3
const gapRows = 2

/**
 * Draws one series:
 *
 *   expected(k) = level * exp(growth * k / rows) * max(0.05, 1 + sum of amplitude_s * season_s(k)) * (1 + uplift * promotion(k))
 *   y(k)        = expected(k) * max(0, 1 + deviation * noise)                      regular
 *               = a geometric count with probability min(1, expected(k)), else 0   intermittent
 *
 * @param target - out: the values, one for each row
 * @param promotion - zeros for each row; out: 1 for rows with a promotion; left out if there are no promotions
 */
export function drawDemand(model: DemandModel, series: number, target: Float64Array, promotion?: Float64Array): void {
  const randomOf = (stream: keyof typeof streams) => new Random(model.seed, series, streams[stream])
  const nature = randomOf('nature')
  const isIntermittent = nature.uniform() < model.intermittent
  const level = isIntermittent ? nature.between(0.05, 0.35) : 100 * Math.exp(0.8 * nature.normal())
  const deviation = nature.between(0.05, 0.15)
  const uplift = nature.between(0.3, 1)
  const meanSize = nature.between(1, 4)
  const growth = model.trend * nature.normal()
  const amplitudes = model.seasons.map(() => nature.between(0.1, 0.3))

  const noise = randomOf('noise')
  const isPromoted = promotion && randomOf('promotions').runs(model.promotions, promotionRows)
  const isMissing = model.gaps > 0 ? randomOf('gaps').runs(model.gaps, gapRows) : undefined
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
      ? drawCount(noise, expected, meanSize)
      : expected * Math.max(0, 1 + deviation * noise.normal())
    // A series starts with a value, so the first row is no gap.
    target[row] = isMissing?.() && row > 0 ? Number.NaN : value
  }
}

/**
 * A geometric count from 1 on with the given probability, else 0. It always draws two random numbers, so that the
 * numbers of later rows do not depend on it.
 */
function drawCount(random: Random, probability: number, mean: number): number {
  const occurs = random.uniform() < probability
  const size = 1 - random.uniform()
  if (!occurs) return 0
  return mean > 1 ? 1 + Math.floor(Math.log(size) / Math.log(1 - 1 / mean)) : 1
}
