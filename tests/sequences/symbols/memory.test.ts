import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSafetensors } from '../../../src/nn/index.ts'
import { sequenceModel } from '../../../src/sequences/index.ts'
import { randomFrom, smallModel } from './lines.ts'

/** The first letter comes back at the end: 'a.......A' or 'b.......B', with 12 to 19 letters between. */
function flagged(count: number, seed: number): string[] {
  const random = randomFrom(seed)
  return Array.from({ length: count }, () => {
    const flag = random() < 0.5 ? 'a' : 'b'
    const between = Array.from({ length: 12 + Math.floor(random() * 8) }, () => (random() < 0.5 ? 'x' : 'y')).join('')
    return `${flag}${between}${flag.toUpperCase()}`
  })
}

/** Log probability of the last letter: -log 2 for a model that has forgotten the flag, at best 0. */
async function ofEnding(model: ReturnType<typeof smallModel>, lines: readonly string[]): Promise<number> {
  let sum = 0
  for (const line of lines) {
    const next = await model.next(line.slice(0, -1))
    const both = next.probabilityOf('A') + next.probabilityOf('B')
    sum += Math.log(next.probabilityOf(line.slice(-1)) / both)
  }
  return sum / lines.length
}

describe('a flag at the start that decides the ending', () => {
  it('is forgotten by an n-gram', async () => {
    const model = smallModel('nGram')
    await model.fit(flagged(600, 1))
    expect(await ofEnding(model, flagged(30, 2))).toBeLessThan(-0.6)
  })

  it.for(['gru', 'lstm'])('is remembered by %s', async (kind) => {
    const model = smallModel(kind, { hiddenSize: 48, truncate: 24, layers: 1 })
    await model.fit(flagged(600, 1), { epochs: 40, batchSize: 8, learningRate: 0.005 })
    expect(await ofEnding(model, flagged(30, 2))).toBeGreaterThan(-0.05)
  })

  it('is seen by a transformer within its context, and not beyond', async () => {
    const near = smallModel('transformer', { context: 32 })
    await near.fit(flagged(600, 1), { epochs: 40, batchSize: 16, learningRate: 0.005 })
    expect(await ofEnding(near, flagged(30, 2))).toBeGreaterThan(-0.05)
    const far = smallModel('transformer', { context: 8 })
    await far.fit(flagged(600, 1), { epochs: 5, batchSize: 16 })
    expect(await ofEnding(far, flagged(30, 2))).toBeLessThan(-0.6)
  })
})

describe('one long text', () => {
  const random = randomFrom(9)
  const words = ['stone ', 'river ', 'a ', 'of ', 'over ', 'the ']
  const text = Array.from({ length: 8000 }, () => words[Math.floor(random() * words.length)]).join('')

  it('trains as rows side by side with a carried state, and comes near the entropy of its source', async () => {
    const model = sequenceModel({ symbols: 'characters', hiddenSize: 48, embeddingSize: 16, truncate: 32 })
    const { sequences, heldOut, symbols } = await model.fit(text, { epochs: 4, batchSize: 16 })
    expect([sequences, heldOut, symbols]).toEqual([1, 0, text.length])
    const letters = words.reduce((sum, word) => sum + word.length, 0) / words.length
    const entropy = Math.log2(words.length) / letters
    const bits = await model.bitsPerSymbol(text.slice(0, 6000))
    expect(bits).toBeGreaterThan(0.97 * entropy)
    expect(bits).toBeLessThan(1.15 * entropy)
  })

  it.for(['gru', 'lstm', 'transformer'])(
    'has the same log probability in one piece and symbol by symbol: %s',
    async (kind) => {
      const model = smallModel(kind)
      await model.fit(text.slice(0, 6000), { epochs: 1 })
      const long = text.slice(0, 1500)
      const { steps } = await model.logProbability(long)
      const stream = model.stream()
      for (let place = 0; place < 700; place++)
        expect(Math.abs((await stream.push(long[place])).logProbability - steps[place])).toBeLessThan(1e-5)
      const next = await model.next(long.slice(0, 1400))
      expect(Math.abs(Math.log(next.probabilityOf(long[1400])) - steps[1400])).toBeLessThan(1e-5)
    },
  )

  it.for(['nGram', 'gru'])('lets the event loop turn while %s reads it', async (kind) => {
    const turnsDuring = async (work: () => Promise<unknown>): Promise<number> => {
      let turns = 0
      const timer = setInterval(() => turns++, 1)
      await work()
      clearInterval(timer)
      return turns
    }
    const model = smallModel(kind)
    const long = text.repeat(kind === 'nGram' ? 50 : 3)
    expect(await turnsDuring(() => model.fit(long, { epochs: 1 }))).toBeGreaterThan(8)
    expect(await turnsDuring(() => model.perplexity(long))).toBeGreaterThan(8)
  })
})

describe('the weights of a file', () => {
  it('give the log probabilities of an LSTM in plain double-precision loops', async () => {
    const model = smallModel('lstm', { hiddenSize: 5, embeddingSize: 3, layers: 1 })
    await model.fit(flagged(100, 1), { epochs: 2 })
    const folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
    await model.save(join(folder, 'm.safetensors'))
    const { tensors } = await readSafetensors(join(folder, 'm.safetensors'))
    await rm(folder, { recursive: true })
    const weights = (ending: string) => {
      const [name] = Object.keys(tensors).filter((one) => one.endsWith(ending))
      return tensors[name].data
    }
    const line = flagged(1, 5)[0]
    const ids = [...line].map((letter) => model.symbols.indexOf(letter))
    const [table, wx, wh, bx, bh] = ['embedding0.weight', 'weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map(weights)
    const [out, bias] = [weights('linear0.weight'), weights('linear0.bias')]
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
    const size = model.symbols.length + 1
    let [h, c] = [new Float64Array(5), new Float64Array(5)]
    const { steps } = await model.logProbability(line)
    for (const [t, id] of [size, ...ids].entries()) {
      const gate = (row: number) => {
        let z = bx[row] + bh[row]
        for (let k = 0; k < 3; k++) z += wx[row * 3 + k] * table[id * 3 + k]
        for (let k = 0; k < 5; k++) z += wh[row * 5 + k] * h[k]
        return z
      }
      const units = [0, 1, 2, 3, 4]
      c = Float64Array.from(units, (u) => sigmoid(gate(5 + u)) * c[u] + sigmoid(gate(u)) * Math.tanh(gate(10 + u)))
      h = Float64Array.from(units, (u) => sigmoid(gate(15 + u)) * Math.tanh(c[u]))
      const logits = Array.from(
        { length: size },
        (_, i) => bias[i] + h.reduce((sum, x, k) => sum + x * out[i * 5 + k], 0),
      )
      const whole = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0))
      const target = [...ids, size - 1][t]
      expect(Math.abs(logits[target] - whole - steps[t])).toBeLessThan(1e-5)
    }
  })
})
