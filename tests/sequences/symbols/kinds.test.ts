// Tests that every kind of sequence model must pass.

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSafetensors } from '../../../src/nn/index.ts'
import { loadSequenceModel, type SequenceModel } from '../../../src/sequences/index.ts'
import { kindNames, lines, smallModel } from './lines.ts'

const training = { epochs: 4, batchSize: 16 }
const sentence = 'the cat é𝄞 ran 3 dogs off the no'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('has one file for each kind, and the table lists exactly these', async () => {
  const files = await readdir(fileURLToPath(new URL('../../../src/sequences/symbols/kinds', import.meta.url)))
  const camel = (name: string) => name.replace('.ts', '').replaceAll(/_(.)/g, (_, letter) => letter.toUpperCase())
  expect(
    files
      .filter((file) => file !== 'index.ts')
      .map(camel)
      .sort(),
  ).toEqual([...kindNames].sort())
})

describe.for(kindNames)('%s', (kind) => {
  let model: SequenceModel<'characters'>
  beforeAll(async () => {
    model = smallModel(kind)
    await model.fit(lines, training)
  })

  it('gives a log probability whose steps are the answers to every prefix, and whose total is their sum', async () => {
    const { total, steps, symbols } = await model.logProbability(sentence)
    const characters = [...sentence]
    expect(symbols).toEqual([...characters, null])
    let sum = 0
    for (let place = 0; place <= characters.length; place++) {
      const next = await model.next(characters.slice(0, place).join(''))
      const probability = place < characters.length ? next.probabilityOf(characters[place]) : next.end
      expect(Math.abs(Math.log(probability) - steps[place])).toBeLessThan(1e-5)
      sum += Math.log(probability)
    }
    expect(Math.abs(total - sum)).toBeLessThan(1e-5)
    expect(Math.abs(total - steps.reduce((all, step) => all + step, 0))).toBeLessThan(1e-12)
  })

  it('streams the same numbers, one symbol at a time', async () => {
    const { steps } = await model.logProbability(sentence)
    const stream = model.stream()
    let total = 0
    for (const [place, character] of [...sentence].entries()) {
      const step = await stream.push(character)
      total += steps[place]
      expect(Math.abs(step.logProbability - steps[place])).toBeLessThan(1e-5)
      expect(Math.abs(step.total - total)).toBeLessThan(1e-5)
    }
    expect(Math.abs(Math.log((await stream.next()).end) - (steps.at(-1) ?? 0))).toBeLessThan(1e-5)
  })

  it('gives probabilities that are above 0, add up to 1 and begin with the most likely symbol', async () => {
    for (const prefix of ['', 'the', 'zz'.replaceAll('z', '𝄞'), sentence]) {
      const { symbols, end, unknown } = await model.next(prefix)
      const probabilities = symbols.map(({ probability }) => probability)
      expect(probabilities.every((probability) => probability > 0)).toBe(true)
      expect(Math.abs(probabilities.reduce((all, one) => all + one, end + unknown) - 1)).toBeLessThan(1e-9)
      expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a))
    }
  })

  it('gives one sequence the same numbers alone and among others', async () => {
    const some = ['no', sentence, 'a dog', sentence.repeat(3)]
    const bits = await model.bitsPerSymbol(some)
    let total = 0
    let steps = 0
    for (const line of some) {
      const one = await model.logProbability(line)
      total += one.total
      steps += one.steps.length
    }
    expect(Math.abs(bits + total / Math.LN2 / steps)).toBeLessThan(1e-5)
    expect(Math.abs((await model.perplexity(some)) - 2 ** bits)).toBeLessThan(1e-9)
  })

  it('draws the same sequence for the same seed, and another one for another seed', async () => {
    const draw = (seed: number) => model.sample({ length: 30, seed, temperature: 1.5 })
    expect(await draw(1)).toEqual(await draw(1))
    expect(new Set((await Promise.all([1, 2, 3, 4].map(draw))).map(({ drawn }) => drawn)).size).toBeGreaterThan(1)
  })

  it('gives the same numbers after saving and loading', async () => {
    const path = join(folder, `${kind}.safetensors`)
    await model.save(path)
    const loaded = await loadSequenceModel<'characters'>(path)
    expect(loaded.kind).toBe(kind)
    expect(loaded.symbols).toEqual(model.symbols)
    expect(await loaded.logProbability(sentence)).toEqual(await model.logProbability(sentence))
    expect(await loaded.unusualness(sentence)).toEqual(await model.unusualness(sentence))
  })

  it('has the same bits for any number of threads', async () => {
    const paths = [1, 2].map((threads) => join(folder, `${kind}-${threads}.safetensors`))
    for (const [i, path] of paths.entries()) {
      const twin = smallModel(kind)
      await twin.fit(lines.slice(0, 60), { epochs: 2, threads: i + 1 })
      await twin.save(path)
    }
    const [one, two] = await Promise.all(paths.map((path) => readSafetensors(path)))
    expect(one).toEqual(two)
  })

  it('learns: known lines need fewer bits than lines of the same letters', async () => {
    const shuffled = lines.slice(0, 20).map((line) => [...line].reverse().join(''))
    expect(await model.bitsPerSymbol(lines.slice(0, 20))).toBeLessThan(await model.bitsPerSymbol(shuffled))
  })

  it('stops when it is aborted, and stays as it was', async () => {
    const before = await model.logProbability(sentence)
    const stop = new AbortController()
    const fit = model.fit(Array.from({ length: 40 }, () => lines).flat(), { epochs: 50, signal: stop.signal })
    setTimeout(() => stop.abort(), 5)
    await fit.then(
      () => expect(['nGram', 'markov']).toContain(kind),
      (error) => expect(error.code).toBe('ABORT_ERR'),
    )
    if (!['nGram', 'markov'].includes(kind)) expect(await model.logProbability(sentence)).toEqual(before)
    await expect(model.logProbability(sentence, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORT_ERR',
    })
  })
})

describe('a file', () => {
  it('that is cut off, changed or of another kind is refused with its path', async () => {
    const path = join(folder, 'whole.safetensors')
    const model = smallModel('nGram')
    await model.fit(lines)
    await model.save(path)
    const bytes = await readFile(path)
    for (const [name, broken] of [
      ['cut', bytes.subarray(0, bytes.length - 40)],
      [
        'format',
        Buffer.from(bytes.toString('latin1').replace('gatecast-sequence-model', 'gatecast-sequence-modem'), 'latin1'),
      ],
      [
        'order',
        Buffer.from(bytes.toString('latin1').replace(String.raw`\"order\":4`, String.raw`\"order\":3`), 'latin1'),
      ],
    ] as const) {
      const changed = join(folder, `${name}.safetensors`)
      await writeFile(changed, broken)
      await expect(loadSequenceModel(changed)).rejects.toMatchObject({
        code: 'ERR_FILE',
        message: expect.stringContaining(name),
      })
    }
  })
})
