// The manifest of a part describes the file of the part, and the data and settings that made the file. A part is done
// if its manifest has the key of the plan and its file has the hash of the manifest.

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeAtomically } from '../../base/atomic_file.ts'
import { hashFile } from '../../base/hash_file.ts'
import { manifestPath, type OutputPaths, partPath } from './paths.ts'

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
  /** Hash of the part that was there before. It is still there if the run ended before the part got its name. */
  replaces: z.string().optional(),
  madeAt: z.string(),
  seconds: z.number(),
  errors: z.array(badSeries),
})

/** The keys that say which part a manifest describes, and what the bytes of the part are. */
export const proof = manifest.pick({ part: true, key: true, model: true, sha256: true, replaces: true })

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
  if (hash === undefined || hash === read.replaces) return 'missing'
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
