// 11: The Transformer on the three tasks of 10. Positions are added, every step looks at the others, and with few layers
// the whole sequence is read at once. `--data DIR` as in 10.

import { last, linear, mean, positionalEncoding, transformerEncoder } from 'gatecast/nn'
import { linePicture } from '../pictures/line_picture.ts'
import { drawnDigits, handwrittenDigits, learnDigits } from './tasks/digits.ts'
import { learnForecast } from './tasks/forecast.ts'
import { bitsByCounting, characters, context, draw, learnText } from './tasks/text.ts'
import { percent } from './tools/measure.ts'
import { Random } from './tools/random.ts'
import { dataFolder, savePicture } from './tools/save.ts'

// Digits: no row is special, so the digit is named from the mean over the rows.
const random = new Random(10)
const folder = dataFolder()
const drawn = { training: drawnDigits(4000, random), test: drawnDigits(1000, random) }
const read = await learnDigits(
  (x) => {
    const rows = positionalEncoding(linear(x, 32))
    return mean(transformerEncoder(rows, { heads: 4, layers: 2, feedForward: 64, preNorm: true }), { axes: [1] })
  },
  folder ? handwrittenDigits(folder) : drawn,
)
console.log(`digits, ${folder ? 'handwritten' : 'drawn'}: ${percent(read.right)} right, ${read.weights} weights`)

// Text: the causal mask keeps a step from seeing the character that it has to guess.
const { single, pairs } = bitsByCounting()
const options = { heads: 4, layers: 2, feedForward: 128, preNorm: true, causal: true }
const { model, bits, weights } = await learnText((x) => transformerEncoder(positionalEncoding(x), options), 15)
console.log(`text: ${bits.toFixed(2)} bits a character, ${weights} weights`)
console.log(`      ${single.toFixed(2)} bits by counting characters, ${pairs.toFixed(2)} by counting pairs`)

// There is no state to carry: each new character needs the last 64 again.
let written = 'The network '
for (let k = 0; k < 100; k++) {
  const ids = Array.from(written.slice(-context), (character) => characters.indexOf(character))
  const { scores } = await model.predict({ x: [ids] } as never)
  written += characters[draw(scores.data.slice(-characters.length), random.uniform())]
}
console.log(`      "${written.slice(0, 56)}\n       ${written.slice(56)}"`)

// Forecasts, with a network of about the size of the LSTM.
const {
  ratio,
  weights: few,
  example,
} = await learnForecast((x) => {
  const months = positionalEncoding(linear(x, 16))
  return last(transformerEncoder(months, { heads: 2, layers: 2, feedForward: 32, preNorm: true, causal: true }))
})
console.log(`forecast: ${ratio.toFixed(2)} times the error of "as last year", ${few} weights`)
savePicture(
  '11-forecast',
  linePicture({
    ...{ title: 'Twelve months of air passengers, forecast by a Transformer', x: 'month', y: 'passengers (thousands)' },
    lines: { 'what came': example.truth, forecast: example.forecast },
  }),
)
