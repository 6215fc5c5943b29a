// The code of the README and of docs/, as a user would copy it. The TypeScript blocks of a page make one file, which is
// type-checked and run in a project of its own that has gatecast and danfojs-node installed.

import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSales } from './sales.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = ['README.md', 'CONTRIBUTING.md', ...(await pagesOf('docs')), ...(await pagesOf('docs/guide'))]

async function pagesOf(folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder))
  return files.filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`)
}

const execute = promisify(execFile)

/** Links to files of the project, and to headings in them. A C++ lambda in a block of code looks like a link. */
async function linksOf(page: string): Promise<{ path: string; heading?: string }[]> {
  const text = (await readFile(join(root, page), 'utf8')).replaceAll(/^```.*?^```/gms, '')
  const links = Array.from(text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g))
  return links.map(([, path, heading]) => ({
    path: path ? join(root, dirname(page), path) : join(root, page),
    heading,
  }))
}

/** Headings as GitHub writes them in links. */
async function headingsOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8')
  return Array.from(text.matchAll(/^#+ (.*)$/gm), ([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

const nameOf = (page: string) => page.replaceAll('/', '-').replace('.md', '')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  await mkdir(join(folder, 'node_modules/@types'), { recursive: true })
  await symlink(root, join(folder, 'node_modules/gatecast'))
  for (const name of [
    'danfojs-node',
    '@types/node',
    'onnxruntime-node',
    'onnxruntime-common',
    'apache-arrow',
    'date-holidays',
  ])
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  await writeSales(folder)
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  for (const page of pages) await writeFile(join(folder, `${nameOf(page)}.ts`), await codeOf(page))
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable', 'dom'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
})
afterAll(() => rm(folder, { recursive: true }))

/** The code of a page without code blocks. */
const none = '\nexport {}\n'

async function codeOf(page: string): Promise<string> {
  const text = await readFile(join(root, page), 'utf8')
  return Array.from(text.matchAll(/^```ts\n(.*?)^```/gms), ([, code]) => code).join('\n') + none
}

const withCode: string[] = []
for (const page of pages) if ((await codeOf(page)) !== none) withCode.push(page)

describe('pages of documentation', () => {
  it('have code that compiles', async () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = await execute(process.execPath, [compiler], { cwd: folder }).catch((error) => error)
    expect(stdout).toBe('')
  })

  it.each(pages)('link to files and headings that exist: %s', async (page) => {
    for (const { path, heading } of await linksOf(page)) {
      await access(path)
      if (heading !== undefined) expect(await headingsOf(path), path).toContain(heading)
    }
  })

  it.each(withCode)('have code that runs: %s', async (page) => {
    const run = execute(process.execPath, [`${nameOf(page)}.js`], { cwd: folder, timeout: 50_000 })
    await expect(run).resolves.toMatchObject({ stderr: '' })
  })

  it('begin with ten lines that beat repeating the last week', async () => {
    const text = await readFile(join(root, 'README.md'), 'utf8')
    const code = /^```js\n(\/\/ quickstart\.mjs\n.*?)^```/ms.exec(text)?.[1] ?? ''
    await writeFile(join(folder, 'quickstart.mjs'), code)
    const { stdout } = await execute(process.execPath, ['quickstart.mjs'], { cwd: folder })
    const [, model, rule] = /^MASE ([\d.]+), of repeating the last week ([\d.]+)$/m.exec(stdout) ?? []
    expect(Number(model)).toBeLessThan(0.95 * Number(rule))
    expect(stdout).toMatch(/^series 1 .*80 % interval/m)
  })
})
