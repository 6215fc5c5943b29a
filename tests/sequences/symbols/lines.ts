import { sequenceModel } from '../../../src/sequences/index.ts'
import { symbolKinds } from '../../../src/sequences/symbols/kinds/index.ts'

export const kindNames = symbolKinds.map(({ name }) => name)

const small: Record<string, object> = {
  gru: { hiddenSize: 24, embeddingSize: 12, layers: 2, truncate: 8 },
  lstm: { hiddenSize: 24, embeddingSize: 12, truncate: 8 },
  transformer: { hiddenSize: 24, layers: 1, heads: 2, context: 8 },
  nGram: { order: 4 },
  markov: { order: 2, smoothing: 0.5 },
}

/** A small model of a kind. */
export const smallModel = (kind: string, options: object = {}) =>
  sequenceModel({ symbols: 'characters', kind, ...small[kind], ...options } as never) as ReturnType<
    typeof sequenceModel<'characters'>
  >

/** Lines of four forms. */
export const lines = Array.from({ length: 160 }, (_, i) =>
  i % 4 === 0
    ? `the cat ${i % 7} sat`
    : i % 4 === 1
      ? `a dog ${i % 5} ran off`
      : i % 4 === 2
        ? 'é𝄞 sings'
        : `no ${i % 3}`,
)

/** Numbers from 0 to below 1, the same in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
