// The built package: only there are the scripts of worker threads and of child processes.

import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const load = (entry: string): Promise<unknown> =>
  import(/* @vite-ignore */ pathToFileURL(resolve('dist/js', `${entry}.js`)).href)

export interface Library {
  readonly gatecast: typeof import('gatecast')
  readonly nn: typeof import('gatecast/nn')
  readonly danfo: typeof import('gatecast/danfo')
  readonly datasets: typeof import('gatecast/datasets')
  readonly files: typeof import('gatecast/files')
  readonly jobs: typeof import('gatecast/jobs')
  readonly native: typeof import('gatecast/native')
  readonly inspect: typeof import('gatecast/inspect')
  readonly onnx: typeof import('gatecast/onnx')
  readonly sequences: typeof import('gatecast/sequences')
}

export const entries = [
  'gatecast',
  'nn',
  'danfo',
  'datasets',
  'files',
  'jobs',
  'native',
  'inspect',
  'onnx',
  'sequences',
] as const

export async function loadLibrary(): Promise<Library> {
  const loaded = await Promise.all(entries.map((entry) => load(entry === 'gatecast' ? 'index' : entry)))
  return Object.fromEntries(entries.map((entry, i) => [entry, loaded[i]])) as unknown as Library
}

/** Names of all functions, classes and methods that users can call: `gatecast.Panel.cut`. A name of several entries once. */
export function publicNames(library: Library): string[] {
  const names = new Map<unknown, string>()
  for (const entry of entries)
    for (const [name, value] of Object.entries(library[entry])) {
      if (typeof value !== 'function' || names.has(value)) continue
      names.set(value, `${entry}.${name}`)
      for (const [method, { value: own, get }] of Object.entries(
        Object.getOwnPropertyDescriptors(value.prototype ?? {}),
      ))
        if (method !== 'constructor' && (typeof own === 'function' || get)) names.set({}, `${entry}.${name}.${method}`)
    }
  return [...names.values()]
}
