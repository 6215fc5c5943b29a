// The files in the folders of parts, told apart by what proves that a run has made them: a manifest shows by itself what it is,
// and has the hash of its part.

import { lstat, readFile, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { z } from 'zod'
import { GatecastError } from '../../base/error.ts'
import { namesIn } from '../../base/folders.ts'
import { hashFile } from '../../base/hash_file.ts'
import { outputFormats } from '../../files/write/output_formats.ts'
import { proof } from './manifest.ts'
import { manifestFolder, manifestPath, type OutputPaths, partFolder, partPath } from './paths.ts'

export interface PartFiles {
  /** Parts with the hash of their manifest, manifests, and temporary files beside them. */
  readonly own: readonly string[]
  /** Other files with the name of a part or a manifest. Readers of the folder would take them for parts. */
  readonly foreign: readonly string[]
  /** Files with other names. */
  readonly others: readonly string[]
}

const partName = new RegExp(`^part-\\d+\\.(${outputFormats.join('|')})$`)
const manifestName = /^part-\d+\.json$/
/** The names that {@link temporaryFor} gives to parts and manifests. */
const temporaryName = /^part-\d+\.[a-z]+\.(\d+\.)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/

async function proofIn(path: string): Promise<z.infer<typeof proof> | undefined> {
  try {
    return proof.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** Whether a part is the one of its manifest, or the one that it replaces. */
async function isOwnPart(paths: OutputPaths, name: string): Promise<boolean> {
  // A run writes the manifest before the part gets its name. So the manifest that is read last has the hash of the part.
  const hash = await hashFile(join(partFolder(paths), name))
  const manifest = await proofIn(join(manifestFolder(paths), `${name.slice(0, -extname(name).length)}.json`))
  return hash !== undefined && (hash === manifest?.sha256 || hash === manifest?.replaces)
}

/** Whether a part and its manifest are there, and the part is the one of the manifest. */
export async function isWhole(paths: OutputPaths, part: number): Promise<boolean> {
  const hash = await hashFile(partPath(paths, part))
  return hash !== undefined && hash === (await proofIn(manifestPath(paths, part)))?.sha256
}

/**
 * Sorts the files in the folders of parts. Parts come before their manifests.
 *
 * @param without - paths to leave out, whose hashes nobody asks for
 */
export async function partFiles(paths: OutputPaths, without: ReadonlySet<string> = new Set()): Promise<PartFiles> {
  await refuseLinks(paths)
  const [own, foreign, others]: string[][] = [[], [], []]
  const sort = async (folder: string, isNamed: RegExp, isOwn: (name: string) => Promise<boolean>) => {
    for (const name of (await namesIn(folder)).sort()) {
      if (without.has(join(folder, name))) continue
      const isProven = temporaryName.test(name) || (isNamed.test(name) && (await isOwn(name)))
      const list = isProven ? own : isNamed.test(name) ? foreign : others
      list.push(join(folder, name))
    }
  }
  await sort(partFolder(paths), partName, (name) => isOwnPart(paths, name))
  const manifests = manifestFolder(paths)
  await sort(manifests, manifestName, async (name) => (await proofIn(join(manifests, name))) !== undefined)
  return { own, foreign, others }
}

/**
 * Refuses links in place of the folders of parts: a run makes these folders itself, and would write, replace and remove
 * files wherever a link leads.
 *
 * @throws {GatecastError} `ERR_JOB` naming the link
 */
async function refuseLinks(paths: OutputPaths): Promise<void> {
  for (const folder of [partFolder(paths), manifestFolder(paths)]) {
    const found = await lstat(folder).catch(() => undefined)
    if (found?.isSymbolicLink())
      throw new GatecastError(
        'ERR_JOB',
        `--out: expected a folder that a run has made, or none, at "${folder}", got a link. Remove the link, or use ` +
          'another --out',
      )
  }
}

/**
 * Removes own files of parts that a plan does not have.
 *
 * @param parts - the number of parts of the plan
 * @param withTemporary - also temporary files, which must not be those of a process at work
 * @returns the removed files
 */
export async function removeStrays(paths: OutputPaths, parts: number, withTemporary: boolean): Promise<string[]> {
  const planned = new Set<string>()
  for (let part = 0; part < parts; part++) planned.add(partPath(paths, part)).add(manifestPath(paths, part))
  const { own } = await partFiles(paths, planned)
  const strays = own.filter((path) => withTemporary || !path.endsWith('.tmp'))
  for (const path of strays) await rm(path, { force: true })
  return strays
}

/** The note of a file that was removed. */
export const strayText = (path: string): string => `"${path}" belongs to no part of this job: it is removed`
