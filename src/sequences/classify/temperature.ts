// Scores become probabilities by p = softmax(scores / temperature). The temperature minimises the log loss of scores of
// sequences that the model did not learn from.
//
// Sources: temperature scaling, Guo et al. 2017; softened targets, Platt 1999: with n cases, the right class counts as
// (n + 1) / (n + 2), so that a few cases that are all right do not make probabilities of 1.

/** Probabilities of the classes of one case. */
export function softmaxOf(scores: Float64Array, temperature: number): Float64Array {
  let largest = Number.NEGATIVE_INFINITY
  for (const score of scores) largest = Math.max(largest, score)
  const powers = scores.map((score) => Math.exp((score - largest) / temperature))
  const sum = powers.reduce((all, power) => all + power, 0)
  return powers.map((power) => power / sum)
}

/** The range of the logarithm of the temperature, in units of the spread of the scores. */
const bounds: [number, number] = [Math.log(1e-3), Math.log(1e3)]

/**
 * The best temperature for scores `[n, classes]`. The log loss is convex in 1 / temperature, so it has one minimum, which
 * a golden-section search finds.
 */
export function fitTemperature(scores: Float64Array, codes: Int32Array, classes: number): number {
  const spread = spreadOf(scores, classes)
  const soft = 1 / (codes.length + 2)
  const loss = (logTemperature: number) => softLoss(scores, codes, classes, spread * Math.exp(logTemperature), soft)
  const ratio = (Math.sqrt(5) - 1) / 2
  let [low, high] = bounds
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)]
  let [lossA, lossB] = [loss(a), loss(b)]
  while (high - low > 1e-4) {
    if (lossA < lossB) {
      ;[high, b, lossB, a] = [b, a, lossA, b - ratio * (b - low)]
      lossA = loss(a)
    } else {
      ;[low, a, lossA, b] = [a, b, lossB, a + ratio * (high - a)]
      lossB = loss(b)
    }
  }
  return spread * Math.exp((low + high) / 2)
}

function softLoss(scores: Float64Array, codes: Int32Array, classes: number, temperature: number, soft: number) {
  let sum = 0
  for (let row = 0; row < codes.length; row++) {
    const own = scores.subarray(row * classes, (row + 1) * classes)
    let [largest, mean, powers] = [Number.NEGATIVE_INFINITY, 0, 0]
    for (const score of own) {
      largest = Math.max(largest, score)
      mean += score / classes
    }
    for (const score of own) powers += Math.exp((score - largest) / temperature)
    const right = own[codes[row]]
    const others = (classes * mean - right) / (classes - 1)
    sum += Math.log(powers) - ((1 - soft) * right + soft * others - largest) / temperature
  }
  return sum
}

/** Root mean square distance of the scores of a case from their mean; 1 if they do not differ. */
function spreadOf(scores: Float64Array, classes: number): number {
  let squares = 0
  for (let start = 0; start < scores.length; start += classes) {
    const own = scores.subarray(start, start + classes)
    const mean = own.reduce((sum, score) => sum + score, 0) / classes
    for (const score of own) squares += (score - mean) ** 2
  }
  return Math.sqrt(squares / scores.length) || 1
}
