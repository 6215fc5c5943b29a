// Memory of the caller: changed, transferred, resized and overlapping arrays; and memory that calls keep.
import { describe, expect, it } from 'vitest'
import {
  lstmBackward,
  lstmForward,
  lstmForwardSync,
  matmul,
  matmulSync,
  softmaxBackward,
} from '../../src/native/index.ts'
import { floats, resizable } from './arrays.ts'

const [m, n, k] = [65, 70, 33]
const sizes = { m, n, k }
const [a, b] = [floats(m * k, 1), floats(k * n, 2)]
const product = matmulSync(a, b, sizes)

const lstmSizes = { batch: 3, time: 5, inputSize: 4, hiddenSize: 17 }
const arrays = { x: floats(60, 1), weight_ih: floats(68 * 4, 2), weight_hh: floats(68 * 17, 3) }
const lstm = { ...lstmSizes, save: true } as const

const transfer = (array: Float32Array) => structuredClone(array, { transfer: [array.buffer as ArrayBuffer] })

describe('input arrays', () => {
  it('may be changed or transferred away right after the call', async () => {
    const [mine, yours] = [a.slice(), b.slice()]
    const running = matmul(mine, yours, sizes)
    mine.fill(Number.NaN)
    transfer(yours)
    expect(await running).toEqual(product)
  })

  it('may be changed or transferred away also before the backward pass', async () => {
    const given = { x: arrays.x.slice(), weight_ih: arrays.weight_ih.slice(), weight_hh: arrays.weight_hh.slice() }
    const [first, second] = [await lstmForward(given, lstm), await lstmForward(arrays, lstm)]
    const output = floats(255, 5)
    for (const array of Object.values(given)) array.fill(Number.NaN)
    first.output.fill(Number.NaN)
    const running = lstmBackward(first.saved, { output })
    const expected = await lstmBackward(second.saved, { output })
    expect(await running).toEqual(expected)
  })

  it('may be gradients that are changed after the call', async () => {
    const dy = floats(12, 3)
    const expected = await softmaxBackward(floats(12, 1), dy, { rows: 3, columns: 4 })
    const running = softmaxBackward(floats(12, 1), dy, { rows: 3, columns: 4 })
    dy.fill(Number.NaN)
    expect(await running).toEqual(expected)
  })
})

describe('output arrays', () => {
  it('are written when the promise settles, and may be parts of larger arrays', async () => {
    const room = new Float32Array(m * n + 2).fill(7)
    const out = room.subarray(1, m * n + 1)
    const running = matmul(a, b, { ...sizes, out })
    expect(out.every((value) => value === 7)).toBe(true)
    expect(await running).toBe(out)
    expect(out).toEqual(product)
    expect([room[0], room[m * n + 1]]).toEqual([7, 7])
  })

  it('may be given for some of the results only', async () => {
    const expected = await lstmForward(arrays, lstmSizes)
    const hidden = new Float32Array(51)
    for (const results of [
      await lstmForward(arrays, { ...lstmSizes, out: { hidden } }),
      lstmForwardSync(arrays, { ...lstmSizes, out: { hidden } }),
    ]) {
      expect(results.hidden).toBe(hidden)
      expect(results).toEqual(expected)
    }
  })

  it('of the backward pass have the names of the inputs', async () => {
    const output = floats(255, 5)
    const expected = await lstmBackward((await lstmForward(arrays, lstm)).saved, { output })
    const x = new Float32Array(60)
    const gradients = await lstmBackward((await lstmForward(arrays, lstm)).saved, { output }, { out: { x } })
    expect(gradients.x).toBe(x)
    expect(gradients).toEqual(expected)
  })

  it('reject the promise if they are transferred away before it settles', async () => {
    const out = new Float32Array(m * n)
    const running = matmul(a, b, { ...sizes, out })
    transfer(out)
    await expect(running).rejects.toMatchObject({ name: 'GatecastError', code: 'ERR_DATA' })
  })

  it('reject the promise if they shrink before it settles', async () => {
    const buffer = resizable(m * n)
    const running = matmul(a, b, { ...sizes, out: new Float32Array(buffer) })
    buffer.resize(4)
    await expect(running).rejects.toMatchObject({ name: 'GatecastError', code: 'ERR_SHAPE' })
  })

  it('may not be given for two results', async () => {
    const memory = new Float32Array(100)
    const out = { hidden: memory.subarray(0, 51), cell: memory.subarray(49, 100) }
    const refused = expect.objectContaining({ code: 'ERR_DATA', message: expect.stringMatching(/"cell".*"hidden"/) })
    await expect(lstmForward(arrays, { ...lstmSizes, out })).rejects.toEqual(refused)
    expect(() => lstmForwardSync(arrays, { ...lstmSizes, out })).toThrow(refused)
  })

  it('are new arrays if none are given, which later calls do not change', async () => {
    const first = matmulSync(a, b, sizes)
    await matmul(floats(m * k, 8), b, sizes)
    matmulSync(floats(m * k, 9), b, sizes)
    expect(first).toEqual(product)
  })
})

describe('a saved forward pass', () => {
  it('can be used for one backward pass', async () => {
    const { saved, output } = await lstmForward(arrays, lstm)
    const running = lstmBackward(saved, { output })
    await expect(lstmBackward(saved, { output })).rejects.toMatchObject({ code: 'ERR_DISPOSED' })
    await running
    await expect(lstmBackward(saved, { output })).rejects.toMatchObject({ code: 'ERR_DISPOSED' })
  })

  it('can still be used after a backward pass that was refused', async () => {
    const { saved, output } = await lstmForward(arrays, lstm)
    const short = output.subarray(1)
    await expect(lstmBackward(saved, { output: short })).rejects.toMatchObject({ code: 'ERR_SHAPE' })
    await lstmBackward(saved, { output })
  })

  it('is released by using and by dispose, also twice', async () => {
    const { saved, output } = await lstmForward(arrays, lstm)
    {
      using inside = saved
      inside[Symbol.dispose]()
    }
    await expect(lstmBackward(saved, { output })).rejects.toMatchObject({ code: 'ERR_DISPOSED' })
  })

  it('is not released while a backward pass runs', async () => {
    const { saved, output } = await lstmForward(arrays, lstm)
    const running = lstmBackward(saved, { output })
    saved[Symbol.dispose]()
    expect((await running).x).toHaveLength(60)
  })
})

describe('calls that overlap', () => {
  it('do not disturb each other', async () => {
    const inputs = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => floats(m * k, seed))
    const running = inputs.map((input) => matmul(input, b, { ...sizes, threads: 2 }))
    const expected = inputs.map((input) => matmulSync(input, b, sizes))
    expect(await Promise.all(running)).toEqual(expected)
  })

  it('may have more sizes than kernels are kept', async () => {
    const running = Array.from({ length: 100 }, (_, i) =>
      matmul(floats(i + 1, i), floats(i + 1, i), { m: 1, n: 1, k: i + 1 }),
    )
    const products = await Promise.all(running)
    products.forEach((value, i) => {
      expect(value).toEqual(matmulSync(floats(i + 1, i), floats(i + 1, i), { m: 1, n: 1, k: i + 1 }))
    })
  })
})

describe('a signal', () => {
  it('stops a running product', async () => {
    const size = 2048
    const [left, right] = [new Float32Array(size * size), new Float32Array(size * size)]
    const abort = new AbortController()
    const running = matmul(left, right, { m: size, n: size, k: size, threads: 1, signal: abort.signal })
    abort.abort(new Error('enough'))
    await expect(running).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR' })
  })

  it('that is already aborted prevents the start of a call', async () => {
    const out = new Float32Array(m * n)
    const signal = AbortSignal.abort()
    await expect(matmul(a, b, { ...sizes, out, signal })).rejects.toMatchObject({ code: 'ABORT_ERR' })
    expect(out.every((value) => value === 0)).toBe(true)
  })
})

it('both passes give the same bits on any number of threads, also in place', async () => {
  const big = { batch: 70, time: 9, inputSize: 33, hiddenSize: 40 }
  const given = {
    x: floats(70 * 9 * 33, 1),
    weight_ih: floats(160 * 33, 2).map((value) => value / 6),
    weight_hh: floats(160 * 40, 3).map((value) => value / 6),
    lengths: Int32Array.from({ length: 70 }, (_, i) => i % 10),
  }
  const output = floats(70 * 9 * 40, 4)
  const run = async (threads: number) => {
    const { saved, ...results } = await lstmForward(given, { ...big, threads, save: true })
    return { results, gradients: await lstmBackward(saved, { output }, { threads }) }
  }
  const first = await run(1)
  expect(await run(2)).toEqual(first)
  expect(await run(4)).toEqual(first)
  expect(lstmForwardSync(given, big)).toEqual(first.results)
})
