// The manifest of a part describes the file of the part, and the data and settings that made the file. A part is done
// if its manifest has the key of the plan and its file has the hash of the manifest.

import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../../base/atomic_file.ts'
import { hashFile } from '../../base/hash_file.ts'
import { manifestFolder, manifestPath, type OutputPaths, partFolder, partName, partPath } from './paths.ts'

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
/** A series that the model could not forecast. */
export type BadSeries = z.infer<typeof badSeries>

export async function writeManifest(paths: OutputPaths, made: Manifest): Promise<void> {
  await writeAtomically(manifestPath(paths, made.part), [Buffer.from(`${JSON.stringify(made, null, 1)}\n`)])
}

/** The reason why a part has to be made. */
type Reason = 'missing' | 'another model' | 'other data or settings' | 'a broken manifest' | 'a changed file'

/** The manifests of the parts that are done. `note` is called with what is wrong with files of other parts. */
export async function findDone(
  paths: OutputPaths,
  parts: readonly { index: number; key: string }[],
  modelId: string,
  note: (text: string) => void,
): Promise<Map<number, Manifest>> {
  const done = new Map<number, Manifest>()
  for (const part of parts) {
    const found = await checkPart(paths, part, modelId)
    if (typeof found !== 'string') done.set(part.index, found)
    else if (found !== 'missing') note(`"${partPath(paths, part.index)}" is of ${found}: it is made again`)
  }
  return done
}

async function checkPart(
  paths: OutputPaths,
  part: { index: number; key: string },
  modelId: string,
): Promise<Manifest | Reason> {
  const read = await readManifest(manifestPath(paths, part.index))
  if (typeof read === 'string') return read
  if (read.key !== part.key) return read.model === modelId ? 'other data or settings' : 'another model'
  const hash = await hashFile(partPath(paths, part.index))
  if (hash === undefined) return 'missing'
  return hash === read.sha256 ? read : 'a changed file'
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

/** Removes the files of parts that the plan does not have: of an earlier run with more parts, or half-written. */
export async function removeStrays(paths: OutputPaths, parts: number): Promise<string[]> {
  const planned = new Set<string>()
  for (let part = 0; part < parts; part++) planned.add(partPath(paths, part)).add(manifestPath(paths, part))
  const strays: string[] = []
  for (const folder of [partFolder(paths), manifestFolder(paths)])
    for (const name of await readdir(folder)) {
      const path = join(folder, name)
      // Only files with the name of a part, which readers of the folder would take for a part. Other files stay.
      if (!planned.has(path) && partName.test(name)) strays.push(path)
    }
  for (const path of strays) await rm(path, { force: true })
  return strays
}
