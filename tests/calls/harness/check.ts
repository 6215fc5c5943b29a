import { isDeepStrictEqual, types } from 'node:util'
import type { Case } from './case.ts'
import { Own } from './junk.ts'

/** A call that is not done by then has hung: its own signal ends it within half a second. */
const limit = 10_000

const prototypes = [Object.prototype, Array.prototype, Function.prototype, Float32Array.prototype, Promise.prototype]
const keysOfPrototypes = () => prototypes.map((prototype) => Reflect.ownKeys(prototype).length)

/** A picture of arguments, to see later whether a call has changed them. */
export function picture(value: unknown, depth = 6): unknown {
  // A detached array has no elements, and says so by an error.
  if (ArrayBuffer.isView(value)) return value.byteLength === 0 ? [] : Array.from(value as Uint8Array)
  if (depth === 0 || typeof value !== 'object' || value === null || types.isProxy(value)) return value
  const plain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
  if (!plain) return value
  // A getter of the caller may throw, so its value is not read. What is named `out` is there to be changed.
  return Object.entries(Object.getOwnPropertyDescriptors(value)).map(([key, { value: part }]) => [
    key,
    key === 'out' ? undefined : picture(part, depth - 1),
  ])
}

/** Makes the call; says what is wrong with what came, or nothing. */
export async function fault(tried: Case, args: unknown[]): Promise<string | undefined> {
  const [before, keys, started] = [picture(args), keysOfPrototypes(), performance.now()]
  const error = await outcome(tried, args)
  const took = performance.now() - started
  if (!isDeepStrictEqual(keysOfPrototypes(), keys)) return 'it changed the prototype of an object of JavaScript'
  if (!isDeepStrictEqual(picture(args), before)) return 'it changed its arguments'
  if (took > limit) return `it took ${Math.round(took)} ms`
  return error
}

async function outcome(tried: Case, args: unknown[]): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`it was not done after ${limit} ms`), limit)
  })
  const work = async () => {
    try {
      const result = await tried.call(args)
      if (typeof result === 'object' && result !== null && Symbol.asyncIterator in result)
        for await (const _ of result as AsyncIterable<unknown>);
      return undefined
    } catch (error) {
      return isExpected(error) ? undefined : `${(error as Error)?.stack ?? String(error)}`
    }
  }
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** An error of this library, or what the caller's own function or signal gave. */
const isExpected = (error: unknown) =>
  error instanceof Own || ['GatecastError', 'AbortError'].includes((error as Error | undefined)?.name ?? '')
