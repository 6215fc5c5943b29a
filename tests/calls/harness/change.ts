import { types } from 'node:util'
import fc from 'fast-check'
import { junk } from './junk.ts'

/** One change of the arguments of a call. */
export interface Change {
  /** Chooses the place among all places of the arguments. */
  place: number
  how: 'replace' | 'remove' | 'add' | 'repeat'
  /** What is put there, and its name in messages. */
  value: readonly [name: string, make: () => unknown]
}

export const change: fc.Arbitrary<Change> = fc.record({
  place: fc.nat(),
  how: fc.oneof(
    { weight: 6, arbitrary: fc.constant('replace' as const) },
    { weight: 1, arbitrary: fc.constantFrom('remove' as const, 'add' as const, 'repeat' as const) },
  ),
  value: junk,
})

/** A place: a key of an object or array that a call may get. */
interface Place {
  in: Record<string, unknown>
  key: string
  path: string
}

/** Only these are walked into: other objects, such as panels and models, have methods of their own. */
const isPlain = (value: unknown): value is Record<string, unknown> =>
  Array.isArray(value) ||
  (typeof value === 'object' &&
    value !== null &&
    !types.isProxy(value) &&
    Object.getPrototypeOf(value) === Object.prototype)

/** All places down to a depth; of a long array the first ones and the last. */
function placesOf(container: Record<string, unknown>, path: string, depth: number): Place[] {
  const keys = Object.keys(container)
  const some = keys.length > 6 ? [...keys.slice(0, 4), keys[keys.length - 1]] : keys
  return some.flatMap((key) => {
    const here = { in: container, key, path: `${path}.${key}` }
    const value = container[key]
    return depth > 1 && isPlain(value) ? [here, ...placesOf(value, here.path, depth - 1)] : [here]
  })
}

/** Copies what is plain, so that a change does not reach objects that calls share. */
const copied = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(copied)
    : isPlain(value)
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copied(part)]))
      : value

/** The arguments with one change, and the change in words. */
export function changed(args: readonly unknown[], { place, how, value: [name, make] }: Change): [unknown[], string] {
  const copy = copied(args) as unknown[]
  // An argument more than the call has is a place too, for arguments that are optional.
  copy.push(undefined)
  const places = placesOf(copy as never, '', 5)
  const { in: container, key, path } = places[place % places.length]
  const target = container[key]
  if (how === 'remove') {
    if (Array.isArray(container)) container.splice(Number(key), 1)
    else delete container[key]
  } else if (how === 'repeat' && Array.isArray(target)) target.push(...target)
  else if (how === 'add' && isPlain(target) && !Array.isArray(target)) target.unknownOption = make()
  else container[key] = make()
  if (place % places.length !== places.length - 1 && copy.at(-1) === undefined) copy.pop()
  return [copy, `${how} arguments${path} by ${name}`]
}
