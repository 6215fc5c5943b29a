// Mutations of stored JSON: each value in turn becomes something else, is left out, or comes twice.

import { readSafetensors, writeSafetensors } from '../../src/nn/index.ts'
import { tally } from '../setup/tally.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Place = readonly (string | number)[]

export interface Mutation {
  readonly name: string
  readonly apply: (json: Json) => Json
}

/** How many mutations of a file are tried. All are tried with GATECAST_MUTATIONS=1000000. */
const wanted = Number(process.env.GATECAST_MUTATIONS ?? 100)

const replacements: readonly Json[] = [null, 0.5, -1, 1e300, 'x', [], {}]

/** Every place of a value in JSON; of long lists the first two and the last. */
function placesOf(node: Json, path: Place = []): Place[] {
  if (node === null || typeof node !== 'object') return [path]
  const keys: (string | number)[] = Array.isArray(node)
    ? [...node.keys()].filter((i) => i < 2 || i === node.length - 1)
    : Object.keys(node)
  return [path, ...keys.flatMap((key) => placesOf((node as Record<string, Json>)[key], [...path, key]))]
}

/** Changes the value at a place; `change` gets its parent, a copy, and its key. */
function changed(
  node: Json,
  place: Place,
  change: (parent: Record<string | number, Json>, key: string | number) => void,
) {
  const copy = structuredClone({ root: node }) as Record<string | number, Json>
  let parent = copy
  let key: string | number = 'root'
  for (const next of place) {
    // A place may be gone after an earlier mutation.
    if (typeof parent[key] !== 'object' || parent[key] === null) return copy.root
    parent = parent[key] as unknown as Record<string | number, Json>
    key = next
  }
  if (key in parent) change(parent, key)
  return copy.root
}

function mutationsOf(json: Json): Mutation[] {
  return placesOf(json).flatMap((place) => {
    const at = place.join('.') || 'all of it'
    const replaced = replacements.map((value) => ({
      name: `${at} = ${JSON.stringify(value)}`,
      apply: (given: Json) =>
        changed(given, place, (parent, key) => {
          parent[key] = value
        }),
    }))
    const removed: Mutation = {
      name: `${at} deleted`,
      apply: (given) =>
        changed(given, place, (parent, key) => {
          if (Array.isArray(parent)) parent.splice(key as number, 1)
          else delete parent[key]
        }),
    }
    const twice: Mutation = {
      name: `${at} twice`,
      apply: (given) =>
        changed(given, place, (parent, key) => {
          if (Array.isArray(parent)) parent.splice(key as number, 0, parent[key])
          else parent[`${key} again`] = parent[key]
        }),
    }
    return place.length === 0 ? replaced : [...replaced, removed, twice]
  })
}

/** Mutations of a JSON value: all single ones or an even choice of them; pairs if there are too few. */
export function chosenMutations(json: Json, count = wanted): Mutation[] {
  const all = mutationsOf(json)
  if (all.length >= count) {
    const step = all.length / count
    return Array.from({ length: count }, (_, i) => all[Math.floor(i * step)])
  }
  const pairs = Array.from({ length: Math.min(count, 200) - all.length }, (_, i) => {
    const [one, other] = [all[(i * 7) % all.length], all[(i * 31 + 11) % all.length]]
    return { name: `${one.name}; ${other.name}`, apply: (given: Json) => other.apply(one.apply(given)) }
  })
  return [...all, ...pairs]
}

/** What a kind of file must do with a mutated file: read it and work, or refuse it. */
export interface StoredKind<Read = unknown> {
  read(path: string): Promise<Read>
  use(read: Read): Promise<unknown>
}

/** Messages about data that do not fit what a file says: the file itself is sound. */
const otherData = [
  'as the limits of the forecaster say',
  // A forecaster may be saved before it is fitted, and then says so.
  'got one that is not fitted. Call fit first',
  'covariate "',
  'Expected series that fit',
  'Expected a panel of frequency',
  'Expected rows of frequency',
  'memory',
  'calibration errors or more',
  'symbol that fit has seen',
  'as the symbols of fit are',
  'Expected a model whose fit held out',
  'series of fit in the same order',
  'a category of column',
  'Expected categories of "',
  'Expected a column',
  'Expected columns of lags',
  'Expected one row per time step',
]

/** @returns a line for each mutation after which the file was neither refused with `ERR_FILE` nor worked */
export async function faultsOf<Read>(
  kind: StoredKind<Read>,
  mutations: readonly Mutation[],
  write: (mutation: Mutation) => Promise<string>,
): Promise<string[]> {
  tally('inputs', mutations.length)
  const faults: string[] = []
  // A reader that refuses everything must not pass, so the file is also tried as it is.
  for (const mutation of [{ name: 'unchanged', apply: (json: Json) => json }, ...mutations]) {
    const path = await write(mutation)
    const told = (when: string, error: NodeJS.ErrnoException) =>
      faults.push(`${mutation.name}: ${when} ${error.code ?? error.name}: ${error.message.slice(0, 240)}`)
    let read: Read
    try {
      read = await kind.read(path)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'ERR_FILE' || mutation.name === 'unchanged') told('load', error as Error)
      continue
    }
    try {
      await kind.use(read)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code === undefined || !otherData.some((text) => message.includes(text))) told('use', error as Error)
    }
  }
  return faults
}

/** Faults of a safetensors file of ours, one of whose metadata is JSON. */
export async function faultsOfFile<Read>(path: string, key: string, kind: StoredKind<Read>): Promise<string[]> {
  const { tensors, metadata } = await readSafetensors(path)
  const json: Json = JSON.parse(metadata[key])
  const mutated = `${path}.mutated`
  return faultsOf(kind, chosenMutations(json), async (mutation) => {
    const text = JSON.stringify(mutation.apply(json)) ?? 'null'
    await writeSafetensors(mutated, { tensors, metadata: { ...metadata, [key]: text } })
    return mutated
  })
}
