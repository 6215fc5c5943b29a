// Tests of built-in classes. `instanceof` would refuse a value of another realm: of `node:vm`, of a test runner such as
// jest, or one that the native addon made while the library itself runs in a realm of a test runner.

import { types } from 'node:util'

export const { isDate, isFloat32Array, isFloat64Array, isInt32Array, isUint8Array, isBigUint64Array, isDataView } =
  types

/** The milliseconds of a `Date` of any realm; NaN for an invalid one. */
export const millisecondsOfDate = (date: Date): number => Date.prototype.getTime.call(date)

/** An error of any realm. */
export const isError = (value: unknown): value is Error => types.isNativeError(value) || value instanceof Error

/** A function that can be called without `new`. */
export const isCallable = (value: unknown): boolean =>
  typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value))

/** A typed array of numbers: any kind but those of bigints. */
export const isNumericArray = (value: unknown): value is ArrayLike<number> =>
  types.isTypedArray(value) && !types.isBigInt64Array(value) && !types.isBigUint64Array(value)

/** An array whose memory was given away by `postMessage` or `structuredClone`. It has no values, and no longer says so. */
export function isDetached({ buffer, byteLength }: ArrayBufferView): boolean {
  if (byteLength > 0) return false
  // Node 20 has no `buffer.detached`: a detached buffer refuses a view.
  try {
    new Uint8Array(buffer)
    return false
  } catch {
    return true
  }
}

/** A signal has no mark that other realms can read, so its properties decide. */
export const isAbortSignal = (value: unknown): value is AbortSignal =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as AbortSignal).aborted === 'boolean' &&
  typeof (value as AbortSignal).addEventListener === 'function'
