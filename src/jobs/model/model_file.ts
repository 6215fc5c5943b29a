import { dirname, extname } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import { namesIn } from '../../base/folders.ts'
import { hashFile } from '../../base/hash_file.ts'
import { type Forecaster, loadForecaster } from '../../forecast/index.ts'

/** The file of a model. Child processes load it from `path`; manifests hold `id`. */
export interface ModelFile {
  readonly path: string
  /** SHA-256 of the file. */
  readonly id: string
  readonly forecaster: Forecaster
}

/** @throws {GatecastError} `ERR_FILE` if there is no such file, naming the models in its folder */
export async function openModel(path: string): Promise<ModelFile> {
  const id = await hashFile(path)
  if (id === undefined) {
    const beside = (await namesIn(dirname(path))).filter((name) => extname(name) === '.safetensors')
    throw new GatecastError(
      'ERR_FILE',
      `Expected a model at "${path}", got no such file. ${
        beside.length ? `The folder has ${beside.slice(0, 5).join(', ')}` : 'Train one: gatecast train'
      }`,
    )
  }
  return { path, id, forecaster: await loadForecaster(path) }
}
