// Values that the examples of gatecast/sequences use without declaring them: gestures with labels, files of
// sequences, lines of text and a model of them, temperatures, and a model of letters.

import { writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { panelFromSeries } from 'gatecast'
import { type SequenceSet, sequenceClassifier, sequenceModel, sequenceRegressor } from 'gatecast/sequences'

const wave = (i: number) => Array.from({ length: 20 + (i % 5) }, (_, t) => Math.sin((t + i) / (i % 2 ? 3 : 1.5)))
export const sequences: number[][] = Array.from({ length: 24 }, (_, i) => wave(i))
export const labels: string[] = sequences.map((_, i) => (i % 2 ? 'wave' : 'shake'))
export const levels: number[] = sequences.map((sequence) => Math.max(...sequence) + sequence.length)
export const gestures: SequenceSet = { sequences, labels }
export const classifier = sequenceClassifier({ features: 84 })
await classifier.fit(gestures)
await classifier.save('gestures.safetensors')
const regressor = sequenceRegressor({ features: 84 })
await regressor.fit({ sequences, labels: levels })
await regressor.save('age.safetensors')

await writeFile('GunPoint_TRAIN.ts', '@classLabel true 1 2\n@data\n1,2,3:1\n3,2,1:2\n')

const sizes = (shape: number[]) =>
  shape.flatMap((size) => [size >> 24, size >> 16, size >> 8, size].map((n) => n & 255))
const idx = (shape: number[]) =>
  gzipSync(Buffer.from([0, 0, 8, shape.length, ...sizes(shape), ...Array(shape.reduce((a, b) => a * b)).fill(7)]))
await writeFile('t10k-images-idx3-ubyte.gz', idx([3, 28, 28]))
await writeFile('t10k-labels-idx1-ubyte.gz', idx([3]))

export const samples = Float32Array.from({ length: 1600 }, (_, t) => Math.sin(t / 5))
const format = Buffer.alloc(44)
format.write('RIFF\0\0\0\0WAVEfmt ', 'latin1')
for (const [at, value] of [
  [16, 16],
  [20, 65537],
  [24, 16_000],
  [34, 16],
])
  format.writeUInt32LE(value, at)
format.write('data', 36, 'latin1')
format.writeUInt32LE(2 * samples.length, 40)
const pcm = Int16Array.from(samples, (sample) => 32_000 * sample)
await writeFile('word.wav', Buffer.concat([format, Buffer.from(pcm.buffer)]))

const words = ['to ', 'be ', 'or ', 'not ', 'that ', 'is ', 'the ', 'question ']
const linesFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: 2 + ((first + i) % 4) }, (_, k) => words[((first + i) * 5 + k * (1 + (i % 3))) % words.length])
      .join('')
      .trim(),
  )
export const lines = linesFrom(0, 60)
export const newLines = linesFrom(60, 10)

/** Small, so that the fit is fast: no example depends on its quality. */
export const model = sequenceModel({ symbols: 'characters', hiddenSize: 8, embeddingSize: 4 })
await model.fit(lines, { epochs: 1 })
await model.save('lines.safetensors')

const temperature = (t: number) => 20 + 4 * Math.sin((2 * Math.PI * t) / 24) + Math.sin(7 * t * t)
const hours = (count: number, start: string) =>
  panelFromSeries([{ id: 'pump', start, values: Array.from({ length: count }, (_, t) => temperature(t)) }], {
    frequency: 'h',
  })

export const lastMonth = hours(720, '2024-05-01')
export const thisWeek = hours(168, '2024-06-03')

/** A letter is probable if it differs from the letter before. */
const logOf = (letter: string, before: string | undefined) => Math.log(letter === before ? 0.02 : 0.98)
export const letters = {
  async logProbability(text: string) {
    const steps = Array.from(text, (letter, i) => logOf(letter, text[i - 1]))
    return { total: steps.reduce((sum, step) => sum + step, 0), steps }
  },
  stream() {
    let before: string | undefined
    return {
      push(letter: string) {
        const logProbability = logOf(letter, before)
        before = letter
        return { logProbability }
      },
    }
  },
}
