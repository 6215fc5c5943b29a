import { describe, expect, it } from 'vitest'
import { binding, type ColumnData, type Spec, type WindowInput, type Windows } from '../../src/addon/index.ts'

const floats = (...values: number[]) => Float32Array.from(values)
const offsets = Float64Array.of(0, 3, 7)
const column = floats(1, 2, 3, 4, 5, Number.NaN, 7)
const table = () =>
  new binding.Table({ y: column, day: new Int32Array(7) }, offsets, { size: floats(1, 2), region: new Int32Array(2) })

function detached(): Float32Array {
  const data = floats(1, 2)
  structuredClone(data, { transfer: [data.buffer] })
  return data
}

/** Any value, as plain JavaScript code can pass it. */
const anything = (value: unknown) => value as never

describe('impossible tables are refused', () => {
  it.for<[string, unknown[], string, RegExp]>([
    ['no columns', [undefined, offsets, {}], 'ERR_TYPE', /columns/],
    ['no offsets', [{ y: column }, undefined, {}], 'ERR_TYPE', /offsets/],
    ['no static columns', [{ y: column }, offsets, null], 'ERR_TYPE', /static/],
    ['a list of numbers', [{ y: [1, 2] }, offsets, {}], 'ERR_TYPE', /"y"/],
    ['numbers of another type', [{ y: new Int16Array(7) }, offsets, {}], 'ERR_TYPE', /"y".*Int16Array/],
    ['shared memory', [{ y: new Float32Array(new SharedArrayBuffer(28)) }, offsets, {}], 'ERR_TYPE', /"y"/],
    ['a detached array', [{ y: detached() }, offsets, {}], 'ERR_DATA', /"y"/],
    ['too few rows', [{ y: floats(1) }, offsets, {}], 'ERR_DATA', /"y".*7.*1/],
    ['too many rows', [{ y: column, z: floats(...Array(8).fill(0)) }, offsets, {}], 'ERR_DATA', /"z".*7.*8/],
    ['too few static values', [{ y: column }, offsets, { size: floats(1) }], 'ERR_DATA', /"size".*2.*1/],
    ['a missing static value', [{ y: column }, offsets, { size: floats(1, Number.NaN) }], 'ERR_NOT_FINITE', /series 1/],
    [
      'an infinite value',
      [{ y: floats(1, 2, 3, 4, Number.NEGATIVE_INFINITY, 6, 7) }, offsets, {}],
      'ERR_NOT_FINITE',
      /"y".*row 1 of series 1/,
    ],
    [
      'a value beyond float32',
      [{ y: Float64Array.from(column, (x) => x * 1e39) }, offsets, {}],
      'ERR_NOT_FINITE',
      /"y"/,
    ],
    ['offsets of no series', [{}, Float64Array.of(0), {}], 'ERR_DATA', /offsets/],
    ['offsets that start late', [{ y: column }, Float64Array.of(1, 7), {}], 'ERR_DATA', /start with 0/],
    ['offsets that fall', [{ y: column }, Float64Array.of(0, 5, 3, 7), {}], 'ERR_DATA', /series 1/],
    ['offsets of half rows', [{ y: column }, Float64Array.of(0, 3.5, 7), {}], 'ERR_RANGE', /3.5/],
    ['offsets that are no numbers', [{ y: column }, Float64Array.of(0, Number.NaN, 7), {}], 'ERR_RANGE', /offsets/],
    ['offsets as int32', [{ y: column }, Int32Array.of(0, 7), {}], 'ERR_TYPE', /Float64Array/],
  ])('%s', ([, [columns, given, statics], code, message]) => {
    expect(() => new binding.Table(columns as Record<string, ColumnData>, anything(given), anything(statics))).toThrow(
      expect.objectContaining({ name: 'GatecastError', code, message: expect.stringMatching(message) }),
    )
  })
})

const values: WindowInput = { kind: 'values', columns: ['y'], from: -2, to: 0, scaled: [true], missing: 0 }
const good = (): Windows => ({
  table: table(),
  first: Int32Array.of(1, 2),
  count: Int32Array.of(2, 3),
  stride: 1,
  target: 'y',
  context: 2,
  horizon: 1,
  scaling: 'mean',
  inputs: { x: values },
})

function graphOf(spec: Spec) {
  const ops = [{ kind: 'input', inputs: [], attributes: { name: 'x', shape: spec.shape, type: spec.type } }]
  return new binding.Graph({ ops, outputs: { x: 0 }, loss: null, metrics: {} })
}

const x: Spec = { shape: ['batch', 2, 1], type: 'float32' }
const refused = (code: string, message: RegExp) => ({
  name: 'GatecastError',
  code,
  message: expect.stringMatching(message),
})

describe('impossible windows are refused', () => {
  it.for<[string, object, string, RegExp]>([
    ['first of another length', { first: Int32Array.of(1) }, 'ERR_DATA', /first.*2.*1/],
    ['count as floats', { count: floats(1, 2) }, 'ERR_TYPE', /count.*Int32Array/],
    ['an origin before the series', { first: Int32Array.of(-1, 2) }, 'ERR_RANGE', /series 0.*-1/],
    ['an origin after the series', { count: Int32Array.of(2, 4) }, 'ERR_RANGE', /0 to 4.*series 1.*5/],
    ['a stride beyond the series', { stride: 2 ** 31 - 1 }, 'ERR_RANGE', /series 0/],
    ['a negative count', { count: Int32Array.of(-1, 2) }, 'ERR_RANGE', /count/],
    ['no windows', { count: Int32Array.of(0, 0) }, 'ERR_DATA', /at least one/],
    ['no stride', { stride: 0 }, 'ERR_RANGE', /stride/],
    ['no context', { context: 0 }, 'ERR_RANGE', /context/],
    ['half a horizon', { horizon: 0.5 }, 'ERR_RANGE', /horizon/],
    ['an unknown target', { target: 'z' }, 'ERR_DATA', /"day", "y".*"z"/],
    ['a target of int32', { target: 'day' }, 'ERR_TYPE', /"day"/],
    ['an unknown scaling', { scaling: 'max' }, 'ERR_RANGE', /scaling/],
    ['needTarget as a number', { needTarget: 1 }, 'ERR_TYPE', /needTarget/],
    ['no inputs', { inputs: undefined }, 'ERR_TYPE', /inputs/],
    ['an input missing', { inputs: {} }, 'ERR_DATA', /"x"/],
    ['an input too many', { inputs: { x: values, z: values } }, 'ERR_DATA', /"z"/],
  ])('%s', async ([, change, code, message]) => {
    const windows = { ...good(), ...change }
    await expect(graphOf(x).predict(windows, { batchSize: 2 })).rejects.toMatchObject(refused(code, message))
  })

  it.for<[string, object, string, RegExp]>([
    ['an unknown kind', { kind: 'magic' }, 'ERR_RANGE', /kind/],
    ['an unknown column', { columns: ['z'] }, 'ERR_DATA', /"x".*"day", "y".*"z"/],
    ['no columns', { columns: [], scaled: [] }, 'ERR_DATA', /"x"/],
    ['a static column as values', { columns: ['size'] }, 'ERR_DATA', /"size"/],
    ['an unknown static column', { kind: 'static', columns: ['y'] }, 'ERR_DATA', /"region", "size".*"y"/],
    ['from at to', { from: 0 }, 'ERR_RANGE', /from 0, to 0/],
    ['rows that are no numbers', { from: Number.NaN }, 'ERR_RANGE', /from/],
    ['rows beyond all series', { from: -(2 ** 40) }, 'ERR_RANGE', /"x"/],
    ['scaled of another length', { scaled: [] }, 'ERR_DATA', /"x".*1.*0/],
    ['NaN for missing values', { missing: Number.NaN }, 'ERR_RANGE', /missing/],
    ['nothing for missing values', { missing: undefined }, 'ERR_TYPE', /missing/],
    ['another number of rows', { from: -3 }, 'ERR_SHAPE', /\[batch, 3, 1\].*\[batch, 2, 1\]/],
    ['another number of columns', { columns: ['y', 'y'], scaled: [true, true] }, 'ERR_SHAPE', /\[batch, 2, 2\]/],
    ['int32 for float32', { columns: ['day'], scaled: [false] }, 'ERR_TYPE', /float32.*int32/],
    ['a scaled int32', { columns: ['day'] }, 'ERR_TYPE', /"day"/],
    ['columns of two types', { columns: ['y', 'day'], scaled: [true, false] }, 'ERR_TYPE', /"y".*"day"/],
    ['the series as float32', { kind: 'series' }, 'ERR_TYPE', /int32/],
    ['one number for two rows', { kind: 'scale' }, 'ERR_SHAPE', /\[batch, 2, 1\]/],
  ])('%s of an input', async ([, change, code, message]) => {
    const windows = anything({ ...good(), inputs: { x: { ...values, ...change } } })
    await expect(graphOf(x).predict(windows, { batchSize: 2 })).rejects.toMatchObject(refused(code, message))
  })

  it('a value for missing int32 that is not an int32', async () => {
    const inputs: Windows['inputs'] = { x: { ...values, columns: ['day'], scaled: [false], missing: 0.5 } }
    const graph = graphOf({ shape: ['batch', 2], type: 'int32' })
    await expect(graph.predict({ ...good(), inputs }, { batchSize: 2 })).rejects.toMatchObject(
      refused('ERR_RANGE', /int32.*0.5/),
    )
  })

  it.for<[string, Spec]>([
    ['the batch is not first', { shape: [2, 'batch'], type: 'float32' }],
    ['the first dimension is a multiple of the batch', { shape: ['7*batch', 2], type: 'float32' }],
    ['the rows do not make whole time steps', { shape: ['batch', '3*time', 1], type: 'float32' }],
    ['there are too many dimensions', { shape: ['batch', 2, 1, 1], type: 'float32' }],
  ])('an input where %s', async ([, spec]) => {
    await expect(graphOf(spec).predict(good(), { batchSize: 2 })).rejects.toMatchObject(refused('ERR_SHAPE', /"x"/))
  })

  it('more rows and columns than memory can hold', async () => {
    const columns = 2 ** 14
    const inputs: Windows['inputs'] = {
      x: {
        kind: 'values',
        columns: Array(columns).fill('y'),
        from: -(2 ** 32),
        to: 2 ** 32,
        scaled: Array(columns).fill(false),
        missing: 0,
      },
    }
    const graph = graphOf({ shape: ['batch', 'time', columns], type: 'float32' })
    await expect(graph.predict({ ...good(), inputs }, { batchSize: 2 })).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })

  it('an object that is not a table, and an object of another class', async () => {
    for (const other of [{}, new binding.Cancel()]) {
      const windows = anything({ ...good(), table: other })
      await expect(graphOf(x).predict(windows, { batchSize: 2 })).rejects.toMatchObject({ name: 'GatecastError' })
      expect(() => binding.countWindows(windows)).toThrow(expect.objectContaining(refused('ERR_TYPE', /a Table/)))
    }
  })
})
