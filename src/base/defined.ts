/** An object whose keys with the value `undefined` are gone. */
export type Defined<T extends object> = { [K in keyof T]?: Exclude<T[K], undefined> }

/**
 * Leaves out the keys whose value is undefined: for results that users or JSON see, and for spreads over defaults, which
 * `undefined` would replace.
 */
export function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>
}
