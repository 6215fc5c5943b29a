// Models by name and version, in a folder that people can read and copy:
//
//   models/sales/1.safetensors   the model
//   models/sales/1.json          where it comes from, and how well it did
//   models/sales/aliases.json    { "production": 1 }
//
// A version is never written twice: its number is taken by creating the file of the model, which fails if it is there.
// The JSON comes last, and what has none does not count, so that a version which is listed can be loaded.

import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../../base/atomic_file.ts'
import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'
import { version as library } from '../../base/version.ts'
import type { Forecaster } from '../../forecast/index.ts'

const entry = z.object({
  version: z.number(),
  kind: z.string(),
  horizon: z.number(),
  /** Overall scores of the backtest of this model; empty if there was none. */
  metrics: z.record(z.string(), z.number().nullable()),
  /** Hash of all rows it learned from. */
  data: z.string(),
  madeAt: z.string(),
  library: z.string(),
  sha256: z.string(),
})

/** A version of a model. */
export type RegistryEntry = z.infer<typeof entry>

/** A model of a registry. */
export interface RegisteredModel {
  /** By which jobs ask for it. */
  name: string
  /** What was trained and when, the oldest first. */
  versions: RegistryEntry[]
  /** Version numbers by alias: `latest`, and `production` once one was promoted. */
  aliases: Record<string, number>
}

const aliasSchema = z.object({ production: z.number() })

/**
 * Adds a model to a registry, with the next version, which is then `latest`.
 *
 * @param registry - the folder, made if it is not there
 * @param name - of the model in there
 * @param model - a fitted forecaster
 * @param options - its overall scores, and a hash of the rows it learned from
 * @returns its entry
 * @throws {GatecastError} `ERR_RANGE` for a name that is no file name, `ERR_FILE`
 * @example
 * const { version } = await registerModel('models', 'sales', model, { metrics: backtest.overall, data: fingerprint })
 */
export async function registerModel(
  registry: string,
  name: string,
  model: Forecaster,
  { metrics = {}, data }: { metrics?: Readonly<Record<string, number>>; data: string },
): Promise<RegistryEntry> {
  const folder = folderOf(registry, name)
  const draft = join(folder, `.${randomUUID()}.safetensors`)
  try {
    await mkdir(folder, { recursive: true })
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
    throw cause instanceof GatecastError ? cause : fileError(folder, cause)
  } finally {
    await rm(draft, { force: true })
  }
}

async function takeVersion(
  folder: string,
  bytes: Uint8Array,
  made: Omit<RegistryEntry, 'version'>,
): Promise<RegistryEntry> {
  for (let version = ((await versionsIn(folder)).at(-1) ?? 0) + 1; ; version++) {
    if (!(await createFile(join(folder, `${version}.safetensors`), bytes))) continue
    const added = { version, ...made }
    await writeAtomically(join(folder, `${version}.json`), [Buffer.from(`${JSON.stringify(added, null, 1)}\n`)])
    return added
  }
}

/** False if it is there already. */
async function createFile(path: string, bytes: Uint8Array): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined
    throw error
  })
  if (!file) return false
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  return true
}

/**
 * All models of a registry with their versions.
 *
 * @param registry - the folder
 * @returns by name, each with its versions and aliases
 * @throws {GatecastError} `ERR_FILE` if there is no registry
 * @example
 * for (const { name, aliases } of await listModels('models')) console.log(name, aliases.production)
 */
export async function listModels(registry: string): Promise<RegisteredModel[]> {
  const names = await readdir(registry, { withFileTypes: true }).catch((cause) => {
    throw fileError(registry, cause)
  })
  const folders = names.filter((item) => item.isDirectory()).map((item) => item.name)
  const models = await Promise.all(folders.sort().map((name) => readModel(registry, name)))
  return models.filter(({ versions }) => versions.length > 0)
}

async function readModel(registry: string, name: string): Promise<RegisteredModel> {
  const folder = folderOf(registry, name)
  const versions = await Promise.all((await versionsIn(folder)).map((version) => readEntry(folder, version)))
  return { name, versions, aliases: await aliasesIn(folder) }
}

/**
 * The file of a model that is named by its path, or by name and version or alias in a registry.
 *
 * @throws {GatecastError} `ERR_FILE` if the registry has no such model
 */
export async function modelPath(
  model: { path: string } | { registry: string; name: string; version: string },
): Promise<string> {
  if (!('registry' in model)) return model.path
  const { registry, name, version } = model
  const { number } = await findVersion(registry, name, version)
  return join(registry, name, `${number}.safetensors`)
}

/** Where a version or alias is. */
export async function findVersion(
  registry: string,
  name: string,
  version: string,
): Promise<{ folder: string; number: number }> {
  const folder = folderOf(registry, name)
  const versions = await versionsIn(folder)
  if (!versions.length) {
    const others = await listModels(registry)
    throw new GatecastError(
      'ERR_FILE',
      `Expected a model "${name}" in the registry "${registry}", got ` +
        (others.length
          ? `only ${nearest(
              name,
              others.map((other) => other.name),
            )}`
          : 'an empty folder'),
    )
  }
  const aliases = await aliasesIn(folder)
  const number = /^\d+$/.test(version) ? Number(version) : aliases[version]
  if (number !== undefined && versions.includes(number)) return { folder, number }
  throw new GatecastError(
    'ERR_FILE',
    `Expected a version of "${name}" in "${registry}", one of ${[...versions, ...Object.keys(aliases)].join(', ')}, got ` +
      `"${version}"${version === 'production' ? `. Promote one: gatecast promote ${registry} ${name} ${versions.at(-1)}` : ''}`,
  )
}

function folderOf(registry: string, name: string): string {
  if (/^[\w][\w .-]*$/.test(name)) return join(registry, name)
  throw new GatecastError(
    'ERR_RANGE',
    `Expected a model's name of letters, digits, spaces, ".", "-" and "_", got ${JSON.stringify(name)}`,
  )
}

async function versionsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return []
    throw fileError(folder, cause)
  })
  const numbers = names.flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
  return numbers.map(Number).sort((a, b) => a - b)
}

export const readEntry = (folder: string, version: number): Promise<RegistryEntry> =>
  readJson(join(folder, `${version}.json`), entry)

/** Version numbers by alias. The latest is the last one, so that nobody has to keep it up to date. */
export async function aliasesIn(folder: string): Promise<Record<string, number>> {
  const latest = (await versionsIn(folder)).at(-1)
  const stored = await readJson(join(folder, 'aliases.json'), aliasSchema.optional())
  return { ...(latest !== undefined && { latest }), ...stored }
}

export async function putInProduction(folder: string, production: number): Promise<void> {
  await writeAtomically(join(folder, 'aliases.json'), [
    Buffer.from(`${JSON.stringify({ production })}
`),
  ])
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  let text: string | undefined
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw fileError(path, cause)
  }
  try {
    return schema.parse(text === undefined ? undefined : JSON.parse(text))
  } catch (cause) {
    throw new GatecastError('ERR_FILE', `Expected "${path}" to be a file of a registry, got other contents`, { cause })
  }
}

const fileError = (path: string, cause: unknown): GatecastError =>
  new GatecastError('ERR_FILE', `Expected to use the registry at "${path}", got: ${(cause as Error).message}`, {
    cause,
  })
