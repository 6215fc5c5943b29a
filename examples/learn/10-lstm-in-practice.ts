// 10: The LSTM on three kinds of sequences: the rows of digits, the characters of a text, the months of a series.
//
//   npm run learn -- 10                 draws digits itself
//   npm run learn -- 10 --data DIR      reads handwritten digits, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte

import { lstm as lstmForecaster, seasonalNaive } from 'gatecast'
import { monthly } from 'gatecast/datasets'
import { last, lstm } from 'gatecast/nn'
import { sequenceClassifier } from 'gatecast/sequences'
import { heatPicture } from '../pictures/heat_picture.ts'
import { linePicture } from '../pictures/line_picture.ts'
import { drawnDigits, handwrittenDigits, learnDigits, sequencesOf } from './tasks/digits.ts'
import { learnForecast } from './tasks/forecast.ts'
import { bitsByCounting, characters, draw, learnText } from './tasks/text.ts'
import { percent } from './tools/measure.ts'
import { Random } from './tools/random.ts'
import { dataFolder, savePicture } from './tools/save.ts'

// Digits: one row of pixels at each step, and the last state names the digit.
const random = new Random(10)
const folder = dataFolder()
const drawn = { training: drawnDigits(4000, random), test: drawnDigits(1000, random) }
const digits = folder ? handwrittenDigits(folder) : drawn
const read = await learnDigits((x) => last(lstm(x, { hiddenSize: 64, forgetBias: 1 }).output), digits)
console.log(`digits, ${folder ? 'handwritten' : 'drawn'}: ${percent(read.right)} right, ${read.weights} weights`)

// The classifier of the library: sequences of any length and size, and calibrated probabilities.
const classifier = sequenceClassifier({ kind: 'lstm', epochs: 8 })
await classifier.fit(sequencesOf(digits.training))
const { accuracy } = await classifier.score(sequencesOf(digits.test))
console.log(`      ${percent(accuracy)} right by sequenceClassifier`)

// Text: a state at each step, from which the next character is guessed.
const { single, pairs } = bitsByCounting()
const { model, bits, weights } = await learnText((x) => lstm(x, { hiddenSize: 128, forgetBias: 1 }).output, 15)
console.log(`text: ${bits.toFixed(2)} bits a character, ${weights} weights`)
console.log(`      ${single.toFixed(2)} bits by counting characters, ${pairs.toFixed(2)} by counting pairs`)

// A stream carries the state from character to character, so each costs the same.
using stream = model.stream()
let written = 'The network '
let scores: ArrayLike<number> = []
for (const character of written) scores = stream.step({ x: [[characters.indexOf(character)]] } as never).scores.data
for (let k = 0; k < 100; k++) {
  const id = draw(scores, random.uniform())
  written += characters[id].replace('\n', ' ')
  scores = stream.step({ x: [[id]] } as never).scores.data
}
console.log(`      "${written.slice(0, 56)}\n       ${written.slice(56)}"`)

// Forecasts: the last state of 36 months gives the next twelve.
const {
  ratio,
  weights: few,
  example,
} = await learnForecast((x) => last(lstm(x, { hiddenSize: 32, forgetBias: 1 }).output))
console.log(`forecast: ${ratio.toFixed(2)} times the error of "as last year", ${few} weights`)

// The forecaster of the library, tested on the last two years of each series.
const panel = await monthly()
const test = { windows: 2 }
const network = await lstmForecaster({ horizon: 12, hiddenSize: 32 }).backtest(panel, test)
const rule = await seasonalNaive({ horizon: 12 }).backtest(panel, test)
console.log(`          ${(network.overall.mase / rule.overall.mase).toFixed(2)} times by the forecaster lstm`)

savePicture(
  '10-forecast',
  linePicture({
    ...{ title: 'Twelve months of air passengers, forecast by an LSTM', x: 'month', y: 'passengers (thousands)' },
    lines: { 'what came': example.truth, forecast: example.forecast },
  }),
)
const rows = Array.from({ length: 14 }, (_, row) =>
  Array.from(
    { length: 56 },
    (_, column) => drawn.test.x.data[Math.floor(column / 14) * 196 + row * 14 + (column % 14)],
  ),
)
savePicture(
  '10-digits',
  heatPicture({ title: 'Four drawn digits, read from the top row to the bottom row', x: '', y: 'step', rows }),
)
