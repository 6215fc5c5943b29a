//   Y = n1 / (n1 + 2 n2),  D1 = 1 - 2 Y n2 / n1,  D2 = 2 - 3 Y n3 / n2,  D3 = 3 - 4 Y n4 / n3
//
// n1 to n4: how many runs of one length have a count of 1, 2, 3, 4. Source: Chen and Goodman 1999, equation 26.

/** What is taken off a count of 1, of 2, and of 3 or more. */
export type Discounts = readonly [one: number, two: number, more: number]

/**
 * Used if the equation gives no discount from 0 to the count itself. This happens with few data, and for single symbols
 * if each of them follows many others. The numbers are those of KenLM (Heafield et al. 2013).
 */
const usual: Discounts = [0.5, 1, 1.5]

/** @param times - `times[i]` runs have the count i; at least up to 4 */
export function discountsOf(times: ArrayLike<number>): Discounts {
  const share = times[1] / (times[1] + 2 * times[2])
  const discounts = [1, 2, 3].map((count) => count - ((count + 1) * share * times[count + 1]) / times[count])
  const isPossible = discounts.every((discount, i) => discount >= 0 && discount <= i + 1)
  return isPossible ? (discounts as unknown as Discounts) : usual
}
