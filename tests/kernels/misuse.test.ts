import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as native from '../../src/native/index.ts'
import { floats, resizable } from './arrays.ts'

const { matmul, matmulSync, lstmForward, lstmForwardSync, gruForward, gruBackward, lstmBackward, layerNorm, softmax } =
  native
const [a, b] = [floats(6, 1), floats(12, 2)]
const sizes = { m: 2, n: 4, k: 3 }
const anything = (value: unknown) => value as never

function detached(count: number): Float32Array {
  const array = new Float32Array(count)
  structuredClone(array, { transfer: [array.buffer] })
  return array
}
/** A view of fixed length on memory that shrank after the view was made. */
function outOfBounds(count: number): Float32Array {
  const buffer = resizable(count)
  const array = new Float32Array(buffer, 0, count)
  buffer.resize(0)
  return array
}
const shared = (count: number) => new Float32Array(new SharedArrayBuffer(count * 4))

describe('a product is refused with a reason', () => {
  it.for<[string, unknown, unknown, object, string, RegExp]>([
    ['too few numbers', a.subarray(1), b, {}, 'ERR_SHAPE', /a to hold 6 numbers for its shape \[2, 3\], got 5/],
    ['too many', a, floats(13, 1), {}, 'ERR_SHAPE', /b to hold 12 .*got 13/],
    ['nothing', undefined, b, {}, 'ERR_TYPE', /a to be a Float32Array, got undefined/],
    ['null', a, null, {}, 'ERR_TYPE', /b to be a typed array, got null/],
    ['a plain array', Array.from(a), b, {}, 'ERR_TYPE', /a to be a typed array, got an array/],
    ['doubles', new Float64Array(6), b, {}, 'ERR_TYPE', /a to be a Float32Array, got a Float64Array/],
    ['whole numbers', a, new Int32Array(12), {}, 'ERR_TYPE', /b to be a Float32Array, got an Int32Array/],
    ['an ArrayBuffer', a.buffer, b, {}, 'ERR_TYPE', /a to be a typed array/],
    ['shared memory', shared(6), b, {}, 'ERR_TYPE', /SharedArrayBuffer/],
    ['a detached array', a, detached(12), {}, 'ERR_DATA', /detached/],
    ['memory that has shrunk', outOfBounds(6), b, {}, 'ERR_SHAPE', /a to hold 6 .*got 0/],
    ['an out of another length', a, b, { out: floats(7, 1) }, 'ERR_SHAPE', /result "out" to hold 8 numbers/],
    ['an out of doubles', a, b, { out: new Float64Array(8) }, 'ERR_TYPE', /result "out"/],
    ['a shared out', a, b, { out: shared(8) }, 'ERR_TYPE', /SharedArrayBuffer/],
    ['a size missing', a, b, { m: undefined }, 'ERR_TYPE', /m to be a whole number/],
    ['a size of 0', a, b, { n: 0 }, 'ERR_RANGE', /n to be a whole number/],
    ['a size that is not whole', a, b, { m: 1.5 }, 'ERR_RANGE', /m to be a whole number/],
    ['sizes that overflow', a, b, { m: 2 ** 31 - 1, n: 2 ** 31 - 1, batch: 2 ** 31 - 1 }, 'ERR_RANGE', /2\^48/],
    ['a misspelt option', a, b, { tranposeA: true }, 'ERR_RANGE', /tranposeA/],
    ['another precision', a, b, { precision: 'float16' }, 'ERR_RANGE', /float32 or bf16/],
    ['accumulate into nothing', a, b, { accumulate: true }, 'ERR_DATA', /out/],
    ['a word for true', a, b, { transposeA: 'no', m: 3, k: 2 }, 'ERR_TYPE', /transposeA/],
  ])('%s', async ([, left, right, options, code, message]) => {
    const refused = expect.objectContaining({ name: 'GatecastError', code, message: expect.stringMatching(message) })
    const all = { ...sizes, ...options }
    await expect(matmul(anything(left), anything(right), all as never)).rejects.toEqual(refused)
    expect(() => matmulSync(anything(left), anything(right), all as never)).toThrow(refused)
  })

  it('no options at all', async () => {
    await expect(matmul(a, b, anything(undefined))).rejects.toMatchObject({ code: 'ERR_TYPE' })
    await expect(softmax(a, anything(null))).rejects.toMatchObject({ code: 'ERR_TYPE' })
  })

  it('the option threads in a synchronous call', () => {
    expect(() => matmulSync(a, b, anything({ ...sizes, threads: 2 }))).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE' }),
    )
  })

  it('an invalid number of threads', async () => {
    for (const threads of [0, 1e6, 1.5])
      await expect(matmul(a, b, { ...sizes, threads })).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(matmul(a, b, { ...sizes, signal: anything({}) })).rejects.toMatchObject({ code: 'ERR_TYPE' })
  })
})

describe('passes are refused with a reason', () => {
  const lstmSizes = { batch: 2, time: 3, inputSize: 2, hiddenSize: 2 }
  const arrays = { x: floats(12, 1), weight_ih: floats(16, 2), weight_hh: floats(16, 3) }

  it.for<[string, object, object, string]>([
    ['a length beyond the time dimension', { lengths: Int32Array.of(1, 4) }, {}, 'ERR_RANGE'],
    ['a negative length', { lengths: Int32Array.of(-1, 3) }, {}, 'ERR_RANGE'],
    ['lengths of fewer rows', { lengths: Int32Array.of(1) }, {}, 'ERR_SHAPE'],
    ['lengths that are not int32', { lengths: floats(2, 1) }, {}, 'ERR_TYPE'],
    ['no weights', { weight_ih: undefined }, {}, 'ERR_TYPE'],
    ['a misspelt array', { bias: floats(8, 1) }, {}, 'ERR_RANGE'],
    ['an option of another kernel', {}, { reset: 'before' }, 'ERR_RANGE'],
    ['an unknown result', {}, { out: { outputs: floats(12, 1) } }, 'ERR_RANGE'],
    ['a word for true', {}, { reverse: 'yes' }, 'ERR_TYPE'],
  ])('%s', async ([, changed, options, code]) => {
    const given = { ...arrays, ...changed }
    const refused = expect.objectContaining({ name: 'GatecastError', code })
    await expect(lstmForward(given, { ...lstmSizes, ...options })).rejects.toEqual(refused)
    await expect(lstmForward(given, { ...lstmSizes, ...options, save: true })).rejects.toEqual(refused)
    expect(() => lstmForwardSync(given, { ...lstmSizes, ...options })).toThrow(refused)
  })

  it('a saved forward pass of another kernel', async () => {
    const gru = { ...arrays, weight_ih: floats(12, 2), weight_hh: floats(12, 3) }
    const { saved, output } = await gruForward(gru, { ...lstmSizes, save: true })
    await expect(lstmBackward(anything(saved), { output })).rejects.toMatchObject({ code: 'ERR_TYPE' })
    await expect(gruBackward(anything({}), { output })).rejects.toMatchObject({ code: 'ERR_TYPE' })
    await expect(gruBackward(saved, anything({ outputs: output }))).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await gruBackward(saved, { output })
  })

  it('an unknown reset, an unknown activation, an invalid epsilon', async () => {
    const options = anything({ ...lstmSizes, reset: 'never' })
    await expect(gruForward(arrays, options)).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(native.activation(anything('magic'), a)).rejects.toMatchObject({ code: 'ERR_RANGE' })
    const rows = { rows: 2, columns: 3 }
    await expect(layerNorm({ x: a }, { ...rows, epsilon: 0 })).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })
})

describe('with any arguments', () => {
  const array = fc.oneof(
    fc.float32Array({ maxLength: 20 }),
    fc.int32Array({ maxLength: 4 }),
    fc.constantFrom(undefined, null, 3, 'x', {}, [], () => 1, Symbol('x'), 1n),
    fc.nat(20).map(detached),
    fc.nat(20).map(shared),
    fc.nat(20).map((count) => new Float64Array(count)),
    fc.nat(20).map((count) => new DataView(new ArrayBuffer(count))),
    fc.nat(20).map((count) => new Float32Array(resizable(count))),
    fc.integer({ min: 1, max: 20 }).map(outOfBounds),
  )
  const size = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.anything() },
  )
  const record = <T>(names: readonly string[], value: fc.Arbitrary<T>) =>
    fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] })
  const own = ['out', 'threads', 'signal', 'precision', 'reverse', 'causal', 'heads', 'scale', 'save', 'accumulate']
  const options = (names: readonly string[]) =>
    fc
      .tuple(record(names, size), fc.oneof(fc.constant({}), record(own, fc.oneof(array, fc.anything()))))
      .map(([x, y]) => ({
        ...x,
        ...y,
      }))
  const recurrent = ['batch', 'time', 'inputSize', 'hiddenSize']
  const weights = ['x', 'weight_ih', 'weight_hh', 'bias_ih', 'bias_hh', 'hidden', 'cell', 'lengths']
  const attention = ['batch', 'queries', 'keys', 'keySize', 'valueSize']
  const calls: Record<string, fc.Arbitrary<unknown[]>> = {
    matmul: fc.tuple(array, array, options(['m', 'n', 'k', 'batch', 'transposeA', 'transposeB'])),
    softmax: fc.tuple(array, options(['rows', 'columns'])),
    softmaxBackward: fc.tuple(array, array, options(['rows', 'columns'])),
    activation: fc.tuple(fc.constantFrom('tanh', 'exp', 'x', Symbol('x')), array, options([])),
    activationBackward: fc.tuple(fc.constantFrom('gelu', 'log'), array, array, options([])),
    layerNorm: fc.tuple(record(['x', 'gain', 'shift'], array), options(['rows', 'columns', 'epsilon'])),
    layerNormBackward: fc.tuple(record(['x', 'gain', 'shift'], array), array, options(['rows', 'columns', 'epsilon'])),
    attentionForward: fc.tuple(record(['query', 'key', 'value', 'lengths'], array), options(attention)),
    rnnForward: fc.tuple(record(weights, array), options([...recurrent, 'nonlinearity'])),
    gruForward: fc.tuple(record(weights, array), options([...recurrent, 'reset'])),
    lstmForward: fc.tuple(record(weights, array), options(recurrent)),
    lstmBackward: fc.tuple(fc.anything(), fc.anything(), fc.anything()),
  }

  it.each(Object.keys(calls))('%s ends with a result or a GatecastError', async (name) => {
    const functions = native as unknown as Record<string, ((...given: unknown[]) => unknown) | undefined>
    await fc.assert(
      fc.asyncProperty(calls[name], async (given) => {
        for (const call of [functions[name], functions[`${name}Sync`]]) {
          try {
            await call?.(...given)
          } catch (error) {
            expect(error).toBeInstanceOf(native.GatecastError)
          }
        }
      }),
      { numRuns: Math.ceil(300 * Number(process.env.GATECAST_CASES_SHARE ?? 1)) },
    )
  })
})
