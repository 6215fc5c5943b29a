import { createHash } from 'node:crypto'
import { type FileHandle, open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFile, temporaryFor, writeAtomically } from '../../base/atomic_file.ts'
import { checkObject } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { makeFolder } from '../../base/folders.ts'
import { optionsOf, text } from '../../base/options/options.ts'
import { version as library } from '../../base/version.ts'
import { checkForecaster } from '../../forecast/check.ts'
import type { Forecaster } from '../../forecast/index.ts'
import { folderOf, type RegistryEntry, registryError, versionsIn } from './registry.ts'

const checks = { metrics: checkObject, data: text }

/**
 * Adds a model to a registry as the next version, which becomes `latest`.
 *
 * @param registry - the folder; it is made if it does not exist
 * @param name - name of the model in the registry
 * @param model - a fitted forecaster
 * @param about - overall scores, and a hash of the rows that the model learned from
 * @returns the entry of the version
 * @throws {GatecastError} `ERR_RANGE` for a name that is not a file name, `ERR_FILE`
 * @example
 * const { version } = await registerModel('models', 'sales', model, { metrics: backtest.overall, data: fingerprint })
 */
export async function registerModel(
  registry: string,
  name: string,
  model: Forecaster,
  about: { metrics?: Readonly<Record<string, number>>; data: string },
): Promise<RegistryEntry> {
  const { metrics = {}, data } = optionsOf('registerModel', about, checks, ['data'])
  checkForecaster('the registry', model)
  const folder = folderOf(registry, name)
  const draft = temporaryFor(join(folder, 'draft'))
  try {
    await makeFolder(folder)
    await model.save(draft)
    const bytes = await readFile(draft)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const known = Object.entries(metrics).map(([metric, value]) => [metric, Number.isFinite(value) ? value : null])
    const made = {
      ...{ kind: model.kind, horizon: model.horizon, metrics: Object.fromEntries(known), data },
      ...{ madeAt: new Date().toISOString(), library, sha256 },
    }
    return await takeVersion(folder, bytes, made)
  } catch (cause) {
    throw cause instanceof GatecastError ? cause : registryError(folder, cause)
  } finally {
    // A path that cannot be a folder has no draft either.
    await rm(draft, { force: true }).catch(() => {})
  }
}

/**
 * Refuses a registry to which no model can be added, before the model is trained.
 *
 * @throws {GatecastError} `ERR_RANGE` for a name that is not a file name, `ERR_FILE` if the registry is a file
 */
export async function checkRegistry(registry: string, name: string): Promise<void> {
  for (const folder of [registry, folderOf(registry, name)]) {
    const isFile = await stat(folder).then(
      (found) => !found.isDirectory(),
      ({ code }) => code === 'ENOTDIR',
    )
    if (isFile)
      throw new GatecastError(
        'ERR_FILE',
        `--registry: expected a folder of models, got "${folder}", which is or lies in a file. Use another --registry`,
      )
  }
}

async function takeVersion(
  folder: string,
  bytes: Uint8Array,
  made: Omit<RegistryEntry, 'version'>,
): Promise<RegistryEntry> {
  for (let version = ((await versionsIn(folder)).at(-1) ?? 0) + 1; ; version++) {
    const path = join(folder, `${version}.safetensors`)
    const file = await createFile(path)
    if (!file) continue
    const added = { version, ...made }
    const entry = join(folder, `${version}.json`)
    try {
      await fill(file, bytes)
      await writeAtomically(entry, [Buffer.from(`${JSON.stringify(added, null, 1)}\n`)])
      return added
    } catch (error) {
      // The JSON may have got its name before the error. It goes first, because a listed version can always be loaded.
      await rm(entry, { force: true })
        .then(() => rm(path, { force: true }))
        .catch(() => {})
      throw error
    }
  }
}

/** Creates a file; `undefined` if it exists already. */
const createFile = (path: string): Promise<FileHandle | undefined> =>
  open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined
    throw error
  })

async function fill(file: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await file.writeFile(bytes)
    await syncFile(file)
  } finally {
    await file.close()
  }
}
