// The code and the commands that docs/installing.md and docs/guide/prepare-data.md give to users.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './project.ts'

async function part(page: string, form: RegExp, what: string): Promise<string> {
  const found = form.exec(await readFile(join(root, page), 'utf8'))?.[1]
  if (found === undefined) throw new Error(`Expected ${page} to have ${what}`)
  return found
}

const installing = 'docs/installing.md'

/** A file of a recipe: a block of code whose first line is its name. */
export function recipe(name: string): Promise<string> {
  const form = new RegExp(`^\`\`\`js\\n// ${name.replaceAll('.', '\\.')}\\n(.*?)^\`\`\``, 'ms')
  return part(installing, form, `a block of js that begins with // ${name}`)
}

/** A block of commands that begins with a program. */
export const commands = (program: string): Promise<string> =>
  part(installing, new RegExp(`^\`\`\`sh\\n(${program} .*?)^\`\`\``, 'ms'), `a block of sh with ${program}`)

/** The needs of an environment, from the table of environments. */
export const needs = (environment: string): Promise<string> =>
  part(installing, new RegExp(`^\\| ${environment} \\| (.*) \\|$`, 'm'), `a row for ${environment}`)

/** The lines of package.json with which danfojs-node installs. */
export async function danfoManifest(): Promise<object> {
  const form = /^```json\n(\{\n {2}"dependencies": \{ "danfojs-node".*?)^```/ms
  return JSON.parse(await part('docs/guide/prepare-data.md', form, 'the lines of package.json for danfojs-node'))
}
