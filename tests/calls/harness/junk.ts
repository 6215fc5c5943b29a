import fc from 'fast-check'

/** What a callback or a getter of a test throws: a call passes it on as it is. */
export class Own extends Error {}

const thrower = () => {
  throw new Own('thrown by the caller')
}

function detached(): Float32Array {
  const array = new Float32Array(4)
  structuredClone(array.buffer, { transfer: [array.buffer] })
  return array
}

function cycle(): object {
  const object: Record<string, unknown> = { a: 1 }
  object.self = [object]
  return object
}

/** Values that no argument expects, or that are the last of their kind. Each is made anew: calls may keep them. */
const values: readonly [name: string, make: () => unknown][] = [
  ...[undefined, null, true, 0, -1, -0, 0.5, 1, 2, 3, 1e5, 1e9, 2 ** 31, 2 ** 32, 2 ** 53, 1e300, -1e300, 5e-324].map(
    (value) => [String(value), () => value] as [string, () => unknown],
  ),
  ...[NaN, Infinity, -Infinity, 3n].map((value) => [String(value), () => value] as [string, () => unknown]),
  ...['', 'x', ' ', '0', '__proto__', 'constructor', 'toString', '../x', 'a\0b', '\ud800', '=1+1', '<b>'].map(
    (value) => [JSON.stringify(value), () => value] as [string, () => unknown],
  ),
  ['a long text', () => 'long '.repeat(20_000)],
  ['a symbol', () => Symbol('s')],
  ['a function of nothing', () => () => undefined],
  ['a function that gives NaN', () => () => Number.NaN],
  ['a function that throws', () => thrower],
  ['an async function', () => async () => 1],
  ['a class', () => class {}],
  ['[]', () => []],
  ['[[]]', () => [[]]],
  ['[null]', () => [null]],
  ['[1, "a"]', () => [1, 'a']],
  ['[undefined, {}]', () => [undefined, {}]],
  ['a sparse array', () => Array(1000)],
  ['{}', () => ({})],
  ['{ a: 1 }', () => ({ a: 1 })],
  ['an object without prototype', () => Object.create(null)],
  ['an own key __proto__', () => JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')],
  ['a cycle', cycle],
  ['a getter that throws', () => Object.defineProperty({}, 'a', { enumerable: true, get: thrower })],
  ['a proxy that throws', () => new Proxy({}, { get: thrower, ownKeys: thrower, has: thrower })],
  ['a length of 2^40', () => ({ length: 2 ** 40 })],
  ['a length of -1', () => ({ length: -1 })],
  ['a length of NaN', () => ({ length: Number.NaN, 0: 1 })],
  ['numbers with NaN', () => new Float64Array([Number.NaN, Number.POSITIVE_INFINITY, 1])],
  ['float32 numbers', () => new Float32Array(3)],
  ['no numbers', () => new Float32Array(0)],
  ['whole numbers', () => new Int32Array([0, -1, 2 ** 31 - 1])],
  ['big whole numbers', () => new BigInt64Array(2)],
  ['a detached array', detached],
  ['shared memory', () => new Float32Array(new SharedArrayBuffer(16))],
  ['memory that can shrink', () => new Float32Array(Reflect.construct(ArrayBuffer, [16, { maxByteLength: 32 }]))],
  ['bytes', () => Buffer.from('bytes')],
  ['a buffer', () => new ArrayBuffer(8)],
  ['a date', () => new Date(0)],
  ['no date', () => new Date(Number.NaN)],
  ['a map', () => new Map([['a', 1]])],
  ['a set', () => new Set([1])],
  ['a promise', () => Promise.resolve(1)],
  ['a regular expression', () => /x/g],
  ['frozen', () => Object.freeze({ a: Object.freeze([1]) })],
  ['a signal that is aborted', () => AbortSignal.abort()],
]

export const junk = fc.constantFrom(...values)
