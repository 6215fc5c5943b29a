import { describe, expect, it } from 'vitest'
import { sequenceModel } from '../../../src/sequences/index.ts'
import { lines, smallModel } from './lines.ts'

const fitted = async (options: object, sequences: unknown) => {
  const model = sequenceModel({ kind: 'nGram', ...options } as never)
  await model.fit(sequences as never, { heldOut: 0 })
  return model
}

describe('characters', () => {
  it('are Unicode code points, never half a surrogate pair', async () => {
    const model = await fitted({ symbols: 'characters' }, ['a𝄞b', '𝄞𝄞'])
    expect(model.symbols).toEqual(['a', 'b', '𝄞'])
    expect((await model.logProbability('𝄞a')).symbols).toEqual(['𝄞', 'a', null])
    await expect(model.logProbability('a\ud834')).rejects.toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringMatching(/half of a surrogate pair at character 1.*Array\.from/),
    })
    await expect(fitted({ symbols: 'characters' }, ['ab', '\udd1e'])).rejects.toThrow(/sequence 1/)
  })
})

describe('tokens', () => {
  it('come in arrays, or in texts that are split at white space', async () => {
    const model = await fitted({ symbols: 'tokens' }, ['the cat  sat', ['the', 'New York', 'sat']])
    expect(model.symbols).toEqual(['New York', 'cat', 'sat', 'the'])
    expect((await model.logProbability(' the\tsat\n')).symbols).toEqual(['the', 'sat', null])
    expect((await model.sample({ prompt: 'the cat', temperature: 0 })).sequence).toEqual(['the', 'cat', 'sat'])
  })

  it('in one array of single words are refused: the array could be one sequence or several', async () => {
    await expect(fitted({ symbols: 'tokens' }, ['the', 'cat'])).rejects.toThrow(/single words.*\[words\].*\[word\]/)
    const model = await fitted({ symbols: 'tokens' }, [['the', 'cat']])
    expect((await model.logProbability(['the'])).steps).toHaveLength(2)
  })
})

describe('symbols of a model', () => {
  it('cannot be changed', async () => {
    const model = await fitted({ symbols: 'characters' }, ['abc'])
    expect(() => (model.symbols as string[]).reverse()).toThrow(TypeError)
  })
})

describe('sequences that are held out', () => {
  it('leave one to learn from', async () => {
    const model = sequenceModel({ symbols: 'characters', kind: 'nGram' })
    const { sequences, heldOut } = await model.fit(Array(12).fill('abc'), { heldOut: 0.99 })
    expect([sequences, heldOut]).toEqual([1, 11])
  })
})

describe('states', () => {
  it.each(['refuse', 'allow'] as const)('that are numbers are not texts, with unknown: %s', async (unknown) => {
    const model = await fitted({ symbols: 'states', unknown }, [
      [1, 2, 1],
      [2, 1, 3],
    ])
    const error = { code: 'ERR_TYPE', message: expect.stringMatching(/whole number, .* at position 1 .*got "2"/) }
    await expect(model.logProbability([1, '2'] as never)).rejects.toMatchObject(error)
    const next = await model.next([1])
    expect(() => next.probabilityOf('2')).toThrow(/got "2". Convert it with Number\(symbol\)/)
    expect(next.probabilityOf(2)).toBeGreaterThan(next.probabilityOf(4))
  })

  it('are texts or whole numbers, also in typed arrays', async () => {
    const model = await fitted({ symbols: 'states' }, [[3, 1, -2], Int32Array.of(1, 1)])
    expect(model.symbols).toEqual([-2, 1, 3])
    expect((await model.logProbability([1])).symbols).toEqual([1, null])
    expect((await fitted({ symbols: 'states' }, [['on', 'off']])).symbols).toEqual(['off', 'on'])
  })

  it.for([
    [[[1, Number.NaN]], /symbol 1 of the sequence .*got NaN/],
    [
      [
        [1, 2],
        [1, 0.5],
      ],
      /symbol 1 of sequence 1 .*got 0.5/,
    ],
    [[[1, null]], /symbol 1 of the sequence .*got nothing/],
    [[[1, 'a']], /all states to be texts or all to be whole numbers/],
    [[1, 2], /Expected sequence 0 to be an array/],
    ['on off', /Expected an array of sequences, got "on off"/],
  ] as const)('refuse %j', async ([sequences, message]) => {
    await expect(fitted({ symbols: 'states' }, sequences)).rejects.toMatchObject({
      code: 'ERR_TYPE',
      message: expect.stringMatching(message),
    })
  })
})

describe('fit', () => {
  it.for([
    [[], 'ERR_DATA', /at least one sequence/],
    [['ab', ''], 'ERR_DATA', /sequence 1 to hold at least one symbol/],
    ['', 'ERR_DATA', /to hold at least one symbol/],
    [['aa', 'a'], 'ERR_DATA', /two different symbols.*got "a" alone/],
    [[['a', 'b']], 'ERR_TYPE', /the sequence to be a text, got an array of 2/],
    [undefined, 'ERR_TYPE', /array of sequences or one text, got nothing/],
    [{}, 'ERR_TYPE', /array of sequences or one text/],
  ] as const)('refuses %j', async ([sequences, code, message]) => {
    await expect(fitted({ symbols: 'characters' }, sequences)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
  })

  it.for([
    [{ epoch: 3 }, /Did you mean "epochs"/],
    [{ epochs: 0 }, /epochs of fit/],
    [{ minutes: -1 }, /minutes of fit/],
    [{ heldOut: 1 }, /heldOut of fit/],
    [{ learningRate: Number.NaN }, /learningRate of fit/],
    [{ onProgress: 3 }, /onProgress of fit/],
  ] as const)('refuses the options %j', async ([options, message]) => {
    await expect(smallModel('gru').fit(lines, options as never)).rejects.toThrow(message)
  })

  it('refuses minutes that are too few for an epoch, and lowers the epochs to what fits', async () => {
    const many = Array.from({ length: 30 }, () => lines).flat()
    await expect(smallModel('gru').fit(many, { minutes: 1e-6 })).rejects.toMatchObject({ code: 'ERR_RANGE' })
    const { epochs } = await smallModel('gru').fit(many, { minutes: 0.05, epochs: 10_000 })
    expect(epochs.length).toBeGreaterThan(0)
    expect(epochs.length).toBeLessThan(10_000)
  })
})

describe('an unknown symbol', () => {
  it('is refused by name and position', async () => {
    const model = await fitted({ symbols: 'characters' }, ['abab'])
    await expect(model.logProbability('abx')).rejects.toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringMatching(/at position 2 of the sequence, got "x".*unknown: 'allow'/),
    })
    await expect(model.perplexity(['ab', 'ba', 'xb'])).rejects.toThrow(/position 0 of sequence 2, got "x"/)
    const stream = model.stream()
    await stream.push('a')
    await expect(stream.push('x')).rejects.toThrow(/position 1 of the stream, got "x"/)
    await expect(stream.push('ab')).rejects.toThrow(/Expected one symbol, got 2/)
    const { steps } = await model.logProbability('ab')
    expect((await stream.push('b')).logProbability).toBe(steps[1])
  })

  it.for(['gru', 'transformer', 'nGram', 'markov'])(
    'has the probability of its class in %s if it is allowed',
    async (kind) => {
      const model = smallModel(kind, { unknown: 'allow' })
      const rare = lines.map((line, i) =>
        i % 8 === 0 && i < 160 ? `${line}${String.fromCodePoint(0x4e00 + i)}` : line,
      )
      await model.fit(rare, { epochs: 3, heldOut: 0 })
      expect(model.symbols.every((symbol) => (symbol as string) < '\u4e00' || symbol === '𝄞')).toBe(true)
      const next = await model.next('the cat 0 sat')
      expect(next.unknown).toBeGreaterThan(0.01)
      expect((await model.logProbability('the cat 0 sat好')).total).toBe(
        (await model.logProbability('the cat 0 sat坏')).total,
      )
      for (let seed = 0; seed < 10; seed++)
        await model.logProbability((await model.sample({ seed })).sequence as string)
    },
  )
})

describe('a model', () => {
  it('that is not fitted says so', async () => {
    const model = sequenceModel({ symbols: 'characters' })
    for (const call of [
      () => model.logProbability('a'),
      () => model.next(),
      () => model.sample(),
      () => model.save('x'),
    ])
      await expect(call()).rejects.toMatchObject({
        code: 'ERR_DATA',
        message: expect.stringContaining('Call fit first'),
      })
    expect(() => model.stream()).toThrow(/Call fit first/)
  })

  it.for([
    [{}, /Expected symbols to be one of characters, tokens, states/],
    [{ symbols: 'character' }, /Did you mean "characters"/],
    [{ symbols: 'characters', kind: 'ngram' }, /Did you mean "nGram"/],
    [{ symbols: 'characters', order: 3 }, /kind gru/],
    [{ symbols: 'characters', kind: 'markov', smoothing: 0 }, /smoothing/],
    [{ symbols: 'characters', kind: 'transformer', heads: 3 }, /multiple of heads, 3, got 128/],
    [{ symbols: 'characters', kind: 'transformer', context: 9 }, /even number, got 9/],
    [{ symbols: 'characters', ends: 1 }, /ends to be true or false/],
  ] as const)('refuses the options %j', ([options, message]) => {
    expect(() => sequenceModel(options as never)).toThrow(message)
  })

  it('without ends predicts symbols only', async () => {
    const model = smallModel('gru', { ends: false })
    await model.fit(lines, { epochs: 2 })
    const { steps, symbols } = await model.logProbability('the cat')
    expect([steps.length, symbols.at(-1)]).toEqual([7, 't'])
    expect((await model.next('the')).end).toBe(0)
    expect(await model.sample({ length: 50 })).toMatchObject({ ended: false })
  })
})

describe('sample', () => {
  it('continues a prompt, up to a length', async () => {
    const model = smallModel('nGram')
    await model.fit(lines)
    const { sequence, drawn } = await model.sample({ prompt: 'the c', length: 3, seed: 4 })
    expect(sequence).toBe(`the c${drawn}`)
    expect([...(drawn as string)].length).toBeLessThanOrEqual(3)
  })

  it('draws each symbol as often as its probability says, also with temperature, topK and topP', async () => {
    const model = sequenceModel({ symbols: 'states', kind: 'markov', order: 0, smoothing: 1e-9, ends: false })
    await model.fit([[0, 1, 1, 2, 2, 2, 2, 3]], { heldOut: 0 })
    const shares = async (options: object) => {
      const { drawn } = await model.sample({ length: 8000, seed: 3, ...options })
      return [0, 1, 2, 3].map((symbol) => (drawn as number[]).filter((one) => one === symbol).length / 8000)
    }
    const near = (shares: readonly number[], expected: readonly number[]) => {
      // Four standard deviations of a share of 8000 draws are at most 0.0224.
      for (const [i, share] of shares.entries()) expect(Math.abs(share - expected[i])).toBeLessThan(0.0224)
    }
    near(await shares({}), [1 / 8, 2 / 8, 4 / 8, 1 / 8])
    near(await shares({ temperature: 0.5 }), [1 / 22, 4 / 22, 16 / 22, 1 / 22])
    near(await shares({ topK: 2 }), [0, 1 / 3, 2 / 3, 0])
    near(await shares({ topP: 0.6 }), [0, 1 / 3, 2 / 3, 0])
    expect(await shares({ topP: 0.49 })).toEqual([0, 0, 1, 0])
    expect(await shares({ temperature: 0 })).toEqual([0, 0, 1, 0])
    expect(await shares({ temperature: 1e-3 })).toEqual([0, 0, 1, 0])
  })

  it.for([
    [{ length: 0 }],
    [{ temperature: -1 }],
    [{ topK: 0 }],
    [{ topP: 0 }],
    [{ topP: 2 }],
    [{ seed: -1 }],
    [{ size: 3 }],
  ])('refuses the options %j', async ([options]) => {
    const model = smallModel('markov')
    await model.fit(lines)
    await expect(model.sample(options as never)).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })
})
