import { Random } from './random.ts'

/**
 * Draws the shape of a season, one value for each step: up to three harmonics of random weight and phase, scaled to
 * mean 0 and standard deviation 1.
 */
function seasonProfile(period: number, random: Random): Float64Array {
  const profile = new Float64Array(period)
  const harmonics = Math.max(1, Math.min(3, Math.floor((period - 1) / 2)))
  for (let harmonic = 1; harmonic <= harmonics; harmonic++) {
    const weight = random.between(0.5, 1) / harmonic
    // Phases near 0 and pi are left out: there, the two steps of a season of two would be zeros of the sine.
    const phase = random.between(0.25, 0.75) * Math.PI
    for (let k = 0; k < period; k++) profile[k] += weight * Math.sin((2 * Math.PI * harmonic * k) / period + phase)
  }
  const turned = Math.floor(random.uniform() * period)
  const deviation = Math.sqrt(profile.reduce((sum, value) => sum + value * value, 0) / period)
  return profile.map((_, k) => profile[(k + turned) % period] / deviation)
}

/** The profiles of some seasons, which all series of a panel share. */
export const seasonProfiles = (periods: readonly number[], seed: number): Float64Array[] =>
  periods.map((period) => seasonProfile(period, new Random(seed, period, seasonStream)))

/** A stream that no part of a series uses. */
const seasonStream = 255
