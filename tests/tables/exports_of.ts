import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The exports of each file of a folder of `src`, by file name; without `index.ts`. */
export async function exportsOf(folder: string): Promise<Map<string, unknown[]>> {
  const root = fileURLToPath(new URL(`../../src/${folder}/`, import.meta.url))
  const files = readdirSync(root).filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  const modules = await Promise.all(files.map((name) => import(`${root}${name}`)))
  return new Map(files.map((name, i) => [name, Object.values(modules[i])]))
}
