// Makes a project like that of a user, in which each example of a comment is a module.

import { readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Example } from '../../docs/.vitepress/reference/examples.ts'
import { writeSales } from '../e2e/sales.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const given = fileURLToPath(new URL('given', import.meta.url))

/** Turns a comment beside a value or a shape into a call of `shows`, which compares both. */
const claims: readonly [pattern: RegExp, check: string][] = [
  [/^(const (\w+) = .+?) *\/\/ (?:Value<)?(\[[^\]]+\]).*$/gm, '$1\nshows($2.shape, "$3")'],
  [/^((?!const |await |for |using )\S.*?) *\/\/ (?!Float)(.+)$/gm, 'shows($1, `$2`)'],
]

/** Writes every example as a module. Names that it does not declare are imported from its entry or from `given`. */
export async function writeProject(examples: readonly Example[], exported: ReadonlyMap<string, Set<string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  await mkdir(join(folder, 'node_modules/@types'), { recursive: true })
  await symlink(root, join(folder, 'node_modules/gatecast'))
  for (const name of ['danfojs-node', '@types/node'])
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  await writeSales(folder)
  await cp(given, join(folder, 'given'), { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable', 'dom'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
  for (const example of examples)
    await writeFile(join(folder, `${fileOf(example)}.ts`), moduleOf(example, exported.get(example.entry) ?? new Set()))
  return folder
}

/** Doubles upper-case letters, since `gru` and `Gru` would be the same file on some systems. */
export const fileOf = ({ entry, name }: Example): string =>
  `${roomOf(entry)}_${name.replaceAll(/[A-Z]/g, '$&$&').replaceAll(/\W/g, '_')}`

export const roomOf = (entry: string): string => entry.replace(/^gatecast\//, '')

function moduleOf({ entry, code }: Example, exported: Set<string>): string {
  const declared = new Set(
    Array.from(code.matchAll(/\b(?:const|using|class|for \(const|import)\s+(\{[^}]*\}|\[[^\]]*\]|\w+)/g), ([, names]) =>
      names.replaceAll(/\w+:/g, '').match(/\w+/g),
    ).flat(),
  )
  const words = new Set(code.replaceAll(/(?<!\.)\.\w+/g, '').match(/\b[A-Za-z]\w*\b/g))
  const wanted = [...words].filter((word) => !declared.has(word))
  const room = readdirSync(given).includes(`${roomOf(entry)}.ts`) ? roomOf(entry) : undefined
  const own = room ? exportsOf(readFileSync(join(given, `${room}.ts`), 'utf8')) : new Set<string>()
  const statement = (names: string[], from: string) =>
    names.length ? `import { ${names.join(', ')} } from '${from}'\n` : ''
  return [
    statement(
      wanted.filter((name) => exported.has(name)),
      entry,
    ),
    statement(
      wanted.filter((name) => own.has(name) && !exported.has(name)),
      `./given/${room}.js`,
    ),
    statement(['shows'], './given/shows.js'),
    claims.reduce((text, [pattern, check]) => text.replaceAll(pattern, check), code),
    '\nexport {}\n',
  ].join('')
}

function exportsOf(text: string): Set<string> {
  const lists = text.matchAll(/^export (?:(?:const|async function\*) )?(\{[^}]*\}|\[[^\]]*\]|\w+)/gm)
  return new Set(Array.from(lists, ([, names]) => names.match(/\w+/g) ?? []).flat())
}
