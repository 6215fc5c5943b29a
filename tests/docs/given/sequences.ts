// Values that the examples of gatecast/sequences use without declaring them: lines of text and a model of them.

import { sequenceModel } from 'gatecast/sequences'

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
