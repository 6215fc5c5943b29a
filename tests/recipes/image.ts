// Reads Dockerfiles, and makes the folders of an image without Docker.

import { readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { DockerfileParser } from 'dockerfile-ast'
import { ModifiableInstruction } from 'dockerfile-ast/lib/modifiableInstruction.js'

/** An instruction such as `RUN npm ci`. */
export interface Step {
  readonly keyword: string
  /** The words after the keyword and its flags, or the strings of a JSON array. */
  readonly words: readonly string[]
  readonly flags: Readonly<Record<string, string>>
  /** Whether the words are those of a JSON array, which no shell reads. */
  readonly isJson: boolean
}

/** The steps of a Dockerfile, stage by stage. Each stage begins with its FROM. */
export function readStages(path: string): Step[][] {
  const stages: Step[][] = []
  for (const instruction of DockerfileParser.parse(readFileSync(path, 'utf8')).getInstructions()) {
    const keyword = instruction.getKeyword()
    const rest = instruction.getArgumentsContent() ?? ''
    const given = instruction instanceof ModifiableInstruction ? instruction.getFlags() : []
    const flags = Object.fromEntries(given.map((flag) => [flag.getName(), flag.getValue() ?? '']))
    const command = keyword === 'HEALTHCHECK' ? rest.replace(/^CMD\s+/, '') : rest
    const isJson = command.startsWith('[')
    const words: string[] = isJson ? JSON.parse(command) : command.split(/\s+/)
    if (keyword === 'FROM') stages.push([])
    stages.at(-1)?.push({ keyword, words, flags, isJson })
  }
  return stages
}

/** The last step with a keyword, of a stage. */
export const lastOf = (stage: readonly Step[], keyword: string): Step | undefined =>
  stage.findLast((step) => step.keyword === keyword)

export interface Image {
  /** The folder that holds all stages, for the caller to remove. */
  readonly root: string
  /** The working directory. */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

/**
 * Makes the folders of an image: copies files, and runs the commands of each stage on this machine. The base image is
 * this machine.
 *
 * @param context - the folder of the Dockerfile
 * @param file - the name of the Dockerfile
 * @param run - runs a command in the working directory of a stage
 */
export async function makeImage(
  context: string,
  file: string,
  run: (command: string, folder: string) => Promise<unknown>,
): Promise<Image> {
  const roots = new Map<string, string>()
  const all = await mkdtemp(join(tmpdir(), 'gatecast-image-'))
  let image: Image = { root: all, folder: all, env: {} }
  for (const [number, stage] of readStages(join(context, file)).entries()) {
    const root = join(all, `${number}`)
    const [{ words: base }] = stage
    if (base[1]?.toUpperCase() === 'AS') roots.set(base[2], root)
    const env: Record<string, string> = {}
    let folder = root
    await mkdir(root)
    for (const { keyword, words, flags } of stage) {
      if (keyword === 'WORKDIR') {
        folder = join(root, words[0])
        await mkdir(folder, { recursive: true })
      }
      if (keyword === 'ENV') Object.assign(env, Object.fromEntries(words.map((word) => word.split('='))))
      if (keyword === 'COPY') await copy(flags.from ? (roots.get(flags.from) ?? '') : context, folder, words)
      if (keyword === 'RUN') await run(words.join(' '), folder)
    }
    image = { root: all, folder, env }
  }
  return image
}

/** @throws if a source names no file, as Docker does */
async function copy(from: string, folder: string, words: readonly string[]): Promise<void> {
  const target = join(folder, words.at(-1) ?? '')
  for (const source of words.slice(0, -1)) {
    const pattern = new RegExp(`^${source.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
    const names = source.includes('*') ? (await readdir(from)).filter((name) => pattern.test(name)) : [source]
    if (!names.length) throw new Error(`Expected files ${source} in ${from}, got none`)
    for (const name of names) {
      const isFolder = (await stat(join(from, name))).isDirectory()
      await cp(join(from, name), isFolder ? target : join(target, basename(name)), { recursive: true })
    }
  }
}
