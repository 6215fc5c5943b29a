// The manifest of a part: what is in its file, and what it was made from. A part is done when its manifest has the key of
// the plan and the file has the hash of the manifest.

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../../base/atomic_file.ts'
import type { Part } from '../parts/part_keys.ts'
import { manifestFolder, manifestPath, type OutputPaths, partFolder, partPath } from './paths.ts'

const badSeries = z.object({
  id: z.string(),
  reason: z.string(),
  fallback: z.enum(['seasonalNaive', 'none']),
})

const manifest = z.object({
  part: z.number(),
  key: z.string(),
  model: z.string(),
  from: z.string(),
  to: z.string(),
  series: z.number(),
  rows: z.number(),
  bytes: z.number(),
  sha256: z.string(),
  madeAt: z.string(),
  seconds: z.number(),
  errors: z.array(badSeries),
})

export type Manifest = z.infer<typeof manifest>
export type BadSeries = z.infer<typeof badSeries>

export async function writeManifest(paths: OutputPaths, made: Manifest): Promise<void> {
  await writeAtomically(manifestPath(paths, made.part), [Buffer.from(`${JSON.stringify(made, null, 1)}\n`)])
}

/** Why a part has to be made; `undefined` if its file is there and right. */
export type Wrong = 'missing' | 'another model' | 'other data or settings' | 'a broken manifest' | 'a changed file'

/** The manifest of a part that is done, or what is wrong with it. */
export async function checkPart(
  paths: OutputPaths,
  part: Part,
  modelId: string,
): Promise<{ manifest: Manifest } | { wrong: Wrong }> {
  const read = await readManifest(manifestPath(paths, part.index))
  if (typeof read === 'string') return { wrong: read }
  if (read.key !== part.key) return { wrong: read.model === modelId ? 'other data or settings' : 'another model' }
  const hash = await hashOf(partPath(paths, part.index))
  if (hash === undefined) return { wrong: 'missing' }
  return hash === read.sha256 ? { manifest: read } : { wrong: 'a changed file' }
}

async function readManifest(path: string): Promise<Manifest | 'missing' | 'a broken manifest'> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing'
    throw error
  }
  try {
    return manifest.parse(JSON.parse(text))
  } catch {
    return 'a broken manifest'
  }
}

/** SHA-256 of a file, `undefined` if there is none. */
export async function hashOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return hash.digest('hex')
}

/** Files in the folders of parts that no part of the plan has: of an earlier run with more parts, or half-written. */
export async function removeStrays(paths: OutputPaths, parts: number): Promise<string[]> {
  const planned = new Set<string>()
  for (let part = 0; part < parts; part++) planned.add(partPath(paths, part)).add(manifestPath(paths, part))
  const strays: string[] = []
  for (const folder of [partFolder(paths), manifestFolder(paths)])
    for (const name of await readdir(folder)) {
      const path = join(folder, name)
      // Of other files in there we know nothing: what is called like a part would be read as one.
      if (!planned.has(path) && /^part-\d+\.(parquet|csv|json)(\..*)?$/.test(name)) strays.push(path)
    }
  for (const path of strays) await rm(path, { force: true })
  return strays
}
