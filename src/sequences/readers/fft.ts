/**
 * The power |X(k)|^2 of the first size / 2 + 1 frequencies of real numbers.
 *
 *   X(k) = sum over n of x(n) exp(-2 pi i k n / size)
 *
 * Source: Cooley and Tukey 1965, radix 2 in place.
 *
 * @param size - a power of two
 * @returns a function from `size` real numbers to size / 2 + 1 powers, which it writes into one array again and again
 */
export function powerSpectrum(size: number): (x: ArrayLike<number>) => Float64Array {
  const [re, im, power] = [new Float64Array(size), new Float64Array(size), new Float64Array(size / 2 + 1)]
  const cosines = Float64Array.from({ length: size / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / size))
  const sines = Float64Array.from({ length: size / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / size))
  const order = bitReversed(size)
  return (x) => {
    for (let n = 0; n < size; n++) re[order[n]] = x[n]
    im.fill(0)
    for (let half = 1; half < size; half *= 2)
      for (let start = 0; start < size; start += 2 * half)
        for (let k = 0, turn = 0; k < half; k++, turn += size / (2 * half)) {
          const [a, b] = [start + k, start + k + half]
          const r = re[b] * cosines[turn] + im[b] * sines[turn]
          const i = im[b] * cosines[turn] - re[b] * sines[turn]
          re[b] = re[a] - r
          im[b] = im[a] - i
          re[a] += r
          im[a] += i
        }
    for (let k = 0; k <= size / 2; k++) power[k] = re[k] * re[k] + im[k] * im[k]
    return power
  }
}

function bitReversed(size: number): Uint32Array {
  const order = new Uint32Array(size)
  for (let n = 1; n < size; n++) order[n] = (order[n >> 1] >> 1) | (n & 1 ? size / 2 : 0)
  return order
}
