import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'
import { adam, last, lstm, type Precision } from '../../src/nn/index.ts'
import { forecaster, waves } from './waves.ts'

const data = waves(70, 30)
const build = () => forecaster((x) => last(lstm(x, { hiddenSize: 33 }).output))
const options = { epochs: 12, optimizer: adam({ learningRate: 5e-3 }) }
const { bf16, tier, features } = binding.cpuInfo()

describe('precision bf16', () => {
  it('runs on tiles or on AVX-512 where processor and tier have them; the system may refuse tiles', () => {
    const vectors = features.includes('avx512bf16') ? 'avx512bf16' : null
    if (tier === 'amx') expect(['amx', 'avx512bf16']).toContain(bf16)
    else expect(bf16).toBe(tier === 'avx512' ? vectors : null)
  })

  it('learns as well as float32', async () => {
    const [model, exact] = [build(), build()]
    const { loss: before } = await model.evaluate(data)
    await model.fit(data, { ...options, precision: 'bf16' })
    await exact.fit(data, options)
    const { loss } = await model.evaluate(data)
    expect(loss).toBeLessThan(0.1 * before)
    const { loss: other } = await exact.evaluate(data)
    expect(Math.abs(Math.sqrt(loss) - Math.sqrt(other))).toBeLessThan(0.02 * Math.sqrt(before))
  })

  it.for([2, 4])('has the same bits with 1 and %i threads', async (threads) => {
    const [one, several] = [build(), build()]
    const rounded = { epochs: 2, precision: 'bf16' } as const
    await one.fit(data, { ...rounded, threads: 1 })
    await several.fit(data, { ...rounded, threads })
    expect(several.parameters).toEqual(one.parameters)
    const predicted = await one.predict(data, { precision: 'bf16', threads: 1 })
    expect(await several.predict(data, { precision: 'bf16', threads })).toEqual(predicted)
  })

  it('rounds operands if the machine has bf16 instructions, and changes nothing if not', async () => {
    const model = build()
    const exact = await model.predict(data)
    const { forecast } = await model.predict(data, { precision: 'bf16' })
    if (bf16 === null) expect(forecast).toEqual(exact.forecast)
    else expect(forecast).not.toEqual(exact.forecast)
    const differences = Array.from(forecast.data, (value, i) => Math.abs(value - exact.forecast.data[i]!))
    expect(Math.max(...differences)).toBeLessThan(0.02)
    const scores = [await model.evaluate(data), await model.evaluate(data, { precision: 'bf16' })]
    expect(scores[1]!.loss === scores[0]!.loss).toBe(bf16 === null)
  })

  it('holds for one call only', async () => {
    const [model, never] = [build(), build()]
    const exact = await model.predict(data)
    await model.predict(data, { precision: 'bf16' })
    expect(await model.predict(data)).toEqual(exact)
    expect(await never.predict(data, { precision: 'float32' })).toEqual(exact)
  })
})

describe('another precision', () => {
  it.for([
    ['float16', 'ERR_RANGE'],
    ['', 'ERR_RANGE'],
    [16, 'ERR_TYPE'],
    [null, 'ERR_TYPE'],
  ])('such as %o is refused', async ([precision, code]) => {
    const wrong = { precision: precision as Precision }
    const refused = {
      name: 'GatecastError',
      code,
      message: expect.stringContaining('Expected option "precision" to be'),
    }
    await expect(build().fit(data, wrong)).rejects.toMatchObject(refused)
    await expect(build().predict(data, wrong)).rejects.toMatchObject(refused)
    await expect(build().evaluate(data, wrong)).rejects.toMatchObject(refused)
  })
})
