import { Random } from './random.ts'

/**
 * The shape of a season, one value per step: up to three harmonics of random weight and phase, scaled to mean 0 and
 * deviation 1.
 */
export function seasonProfile(period: number, random: Random): Float64Array {
  const profile = new Float64Array(period)
  const harmonics = Math.max(1, Math.min(3, Math.floor((period - 1) / 2)))
  for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
    const weight = random.between(0.5, 1) / harmonic
    // With a phase near 0 or pi, a season of two steps would be sampled at the zeros of its sine.
    const phase = random.between(0.25, 0.75) * Math.PI
    for (let k = 0; k < period; k++) profile[k] += weight * Math.sin((2 * Math.PI * harmonic * k) / period + phase)
  }
  const turned = Math.floor(random.uniform() * period)
  const deviation = Math.sqrt(profile.reduce((sum, value) => sum + value * value, 0) / period)
  return profile.map((_, k) => profile[(k + turned) % period] / deviation)
}

/** Profiles of several seasons, shared by all series of a panel. */
export const seasonProfiles = (periods: readonly number[], seed: number): Float64Array[] =>
  periods.map((period) => seasonProfile(period, new Random(seed, period, seasonStream)))

/** Far from the streams of series. */
const seasonStream = 255
