/** The type of an object without the keys whose value is undefined. */
export type Defined<T extends object> = { [K in keyof T]?: Exclude<T[K], undefined> }

/**
 * Leaves out the keys whose value is undefined. For results that users or JSON see, and for spreads over defaults,
 * where `undefined` would replace a default.
 */
export function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>
}
