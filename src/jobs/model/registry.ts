// A registry is a folder of models by name and version, which people can read and copy:
//
//   models/sales/1.safetensors   the model
//   models/sales/1.json          its kind, scores, data and time
//   models/sales/aliases.json    { "production": 1 }
//
// Two processes never write the same version: the file of the model is created with a flag that fails if it exists, and
// the next number is tried. The JSON is written last, and a version without it is not listed, so that a listed version can
// always be loaded.

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../../base/atomic_file.ts'
import { checkText } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { nearest } from '../../base/nearest.ts'

const entry = z.object({
  version: z.number(),
  kind: z.string(),
  horizon: z.number(),
  /** Overall scores of the backtest; empty if there was none. */
  metrics: z.record(z.string(), z.number().nullable()),
  /** Hash of the rows that the model learned from. */
  data: z.string(),
  madeAt: z.string(),
  library: z.string(),
  sha256: z.string(),
})

/** A version of a model. */
export type RegistryEntry = z.infer<typeof entry>

/** A model of a registry. */
export interface RegisteredModel {
  /** The name of the model, by which jobs refer to it. */
  name: string
  /** The versions, the oldest first. */
  versions: RegistryEntry[]
  /** Version numbers by alias: `latest`, `production` if a version was promoted, and others of `aliases.json`. */
  aliases: Record<string, number>
}

// People may add aliases of their own, which stay when a version is promoted.
const aliasSchema = z.looseObject({ production: z.number().optional() })

/**
 * Lists the models of a registry.
 *
 * @param registry - the folder
 * @returns the models, sorted by name, each with its versions and aliases
 * @throws {GatecastError} `ERR_FILE` if there is no such folder
 * @example
 * for (const { name, aliases } of await listModels('models')) console.log(name, aliases.production)
 */
export async function listModels(registry: string): Promise<RegisteredModel[]> {
  checkText('registry', registry)
  const names = await readdir(registry, { withFileTypes: true }).catch((cause) => {
    throw registryError(registry, cause)
  })
  // Folders of other programs, such as `.git` and `lost+found`, have names that no model can have.
  const folders = names.filter((item) => item.isDirectory() && isModelName(item.name)).map((item) => item.name)
  const models = await Promise.all(folders.sort().map((name) => readModel(registry, name)))
  return models.filter(({ versions }) => versions.length > 0)
}

async function readModel(registry: string, name: string): Promise<RegisteredModel> {
  const folder = folderOf(registry, name)
  const versions = await Promise.all((await versionsIn(folder)).map((version) => readEntry(folder, version)))
  return { name, versions, aliases: await aliasesIn(folder) }
}

/**
 * Finds the file of a model that is given by its path, or by its registry, name, and version or alias.
 *
 * @throws {GatecastError} `ERR_FILE` if the registry does not have the model
 */
export async function modelPath(
  model: { path: string } | { registry: string; name: string; version: string },
): Promise<string> {
  if (!('registry' in model)) return model.path
  const { registry, name, version } = model
  const { number } = await findVersion(registry, name, version)
  return join(registry, name, `${number}.safetensors`)
}

/** Finds the folder of a model, and the number of a version or alias. */
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

export function folderOf(registry: string, name: string): string {
  checkText('registry', registry)
  checkText('name', name)
  if (registry.includes('\0'))
    throw new GatecastError('ERR_RANGE', `Expected the path of a registry, got ${JSON.stringify(registry)}`)
  if (isModelName(name)) return join(registry, name)
  throw new GatecastError(
    'ERR_RANGE',
    `Expected a name of a model of at most ${longestName} letters, digits, spaces, ".", "-" and "_", the first a letter, a ` +
      `digit or "_", got ${name.length > longestName ? `${name.length} characters` : JSON.stringify(name)}`,
  )
}

/** File systems allow names of 255 bytes. */
const longestName = 200

const isModelName = (name: string): boolean => name.length <= longestName && /^\w[\w .-]*$/.test(name)

/** The numbers of the listed versions, ascending. */
export async function versionsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    // A folder that cannot be read holds no models: `ENOTDIR` for a file in its place.
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return []
    throw registryError(folder, cause)
  })
  const numbers = names.flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
  return numbers.map(Number).sort((a, b) => a - b)
}

export const readEntry = (folder: string, version: number): Promise<RegistryEntry> =>
  readJson(join(folder, `${version}.json`), entry)

/** Version numbers by alias. `latest` is not stored, because it follows from the versions. */
export async function aliasesIn(folder: string): Promise<Record<string, number>> {
  const latest = (await versionsIn(folder)).at(-1)
  const stored = Object.entries(await storedAliases(folder)).filter(([alias]) => alias !== 'latest')
  const numbers = stored.filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  return { ...defined({ latest }), ...Object.fromEntries(numbers) }
}

const storedAliases = async (folder: string): Promise<Record<string, unknown>> =>
  (await readJson(join(folder, 'aliases.json'), aliasSchema.optional())) ?? {}

export async function putInProduction(folder: string, production: number): Promise<void> {
  const aliases = { ...(await storedAliases(folder)), production }
  await writeAtomically(join(folder, 'aliases.json'), [Buffer.from(`${JSON.stringify(aliases)}\n`)])
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  let text: string | undefined
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw registryError(path, cause)
  }
  try {
    return schema.parse(text === undefined ? undefined : JSON.parse(text))
  } catch (cause) {
    throw new GatecastError('ERR_FILE', `Expected "${path}" to be a JSON file of a registry, got other text`, { cause })
  }
}

export const registryError = (path: string, cause: unknown): GatecastError =>
  new GatecastError('ERR_FILE', `Expected to use the registry at "${path}", got: ${(cause as Error).message}`, {
    cause,
  })
