// The tests of built-in classes of `types` in `node:util`, for runtimes that have no such module. They know values of
// every realm, and are not deceived by a `Symbol.toStringTag`.

const kindOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)
  ?.get as (this: unknown) => string | undefined

const isKind =
  (kind: string) =>
  (value: unknown): boolean =>
    kindOf.call(value) === kind

/** Whether a getter or method of a built-in class accepts the value as its own. */
function accepts(value: unknown, method: (this: never) => unknown): boolean {
  try {
    method.call(value as never)
    return true
  } catch {
    return false
  }
}

const byteLength = Object.getOwnPropertyDescriptor(DataView.prototype, 'byteLength')?.get as (this: never) => number

export const types = {
  isBigInt64Array: isKind('BigInt64Array'),
  isBigUint64Array: isKind('BigUint64Array'),
  isFloat32Array: isKind('Float32Array'),
  isFloat64Array: isKind('Float64Array'),
  isInt32Array: isKind('Int32Array'),
  isUint8Array: isKind('Uint8Array'),
  isTypedArray: (value: unknown): boolean => kindOf.call(value) !== undefined,
  isDate: (value: unknown): boolean => accepts(value, Date.prototype.getTime),
  isDataView: (value: unknown): boolean => ArrayBuffer.isView(value) && accepts(value, byteLength),
  isNativeError: (value: unknown): boolean =>
    value instanceof Error || Object.prototype.toString.call(value) === '[object Error]',
}
