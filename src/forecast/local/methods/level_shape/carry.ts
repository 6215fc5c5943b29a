// What the end of a period says about the next one: an error e of the last value continues as g d^h e, h = 0, 1, ... The
// gain g and the decay d have the least squared error over earlier periods.

/** The gain and the decay of an error; a gain of 0 carries nothing. */
export interface Carry {
  readonly gain: number
  readonly decay: number
}

const decays = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98]

/** The errors of all periods but the first, after the error at the end of the period before is carried on. */
export function carriedOn(
  errors: readonly Float64Array[],
  ends: readonly number[],
  { gain, decay }: Carry,
): Float64Array[] {
  return errors.slice(1).map((own, i) => own.map((error, j) => error - gain * decay ** j * ends[i]))
}

/**
 * @param errors - errors of the forecasts of each period
 * @param ends - the error of the last value of each period, after its level is known
 */
export function learnCarry(errors: readonly Float64Array[], ends: readonly number[]): Carry {
  let best = { gain: 0, decay: 0, saved: 0 }
  for (const decay of decays) {
    let product = 0
    let squares = 0
    for (let i = 1; i < errors.length; i++) {
      let continued = ends[i - 1]
      for (const error of errors[i]) {
        product += error * continued
        squares += continued * continued
        continued *= decay
      }
    }
    const gain = squares > 0 ? Math.min(1, Math.max(0, product / squares)) : 0
    const saved = gain * (2 * product - gain * squares)
    if (saved > best.saved) best = { gain, decay, saved }
  }
  return best
}
