import { readdir } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import { type Forecaster, loadForecaster } from '../../forecast/index.ts'
import { hashOf } from '../output/manifest.ts'

/** A model as a job uses it: children load the file, manifests hold the id. */
export interface ModelFile {
  readonly path: string
  /** SHA-256 of the file. */
  readonly id: string
  readonly forecaster: Forecaster
}

/** @throws {GatecastError} `ERR_FILE` naming the models beside it, if there is none of that name */
export async function openModel(path: string): Promise<ModelFile> {
  const id = await hashOf(path)
  if (id === undefined) {
    const beside = (await readdir(dirname(path)).catch(() => [])).filter((name) => extname(name) === '.safetensors')
    throw new GatecastError(
      'ERR_FILE',
      `Expected a model at "${path}", got no such file. ${
        beside.length ? `In that folder are ${beside.slice(0, 5).join(', ')}` : 'Train one with gatecast train'
      }`,
    )
  }
  return { path, id, forecaster: await loadForecaster(path) }
}
