// Links of the README lead somewhere on npm, and the package has the pages that messages name.

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Addresses {
  manifestAt(manifest: object, repository: string): Record<string, unknown>
  pageAt(text: string, repository: string, version: string): string
}
const { manifestAt, pageAt } = (await import(join(root, 'scripts/release/addresses.mjs'))) as Addresses
const repository = 'https://host.example/owner/name'

/** The files of the package that are not built. */
function packed(): Set<string> {
  const text = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' })
  const parsed = JSON.parse(text) as { files: { path: string }[] }[] | Record<string, { files: { path: string }[] }>
  return new Set(Object.values(parsed)[0].files.map(({ path }) => path))
}

describe('the README on npm', () => {
  const links = (text: string) => Array.from(text.matchAll(/\]\(([^)]*)\)/g), ([, address]) => address)
  const published = pageAt(read('README.md'), repository, 'v1.2.3')

  it('has full addresses in all links, pictures included, to files that exist', () => {
    const [before, after] = [links(read('README.md')), links(published)]
    expect(after).toHaveLength(before.length)
    expect(after.filter((address) => !/^(https:|#)/.test(address))).toEqual([])
    for (const address of after.filter((one) => one.startsWith(repository))) {
      const [, kind, path] = /^\/(raw|blob)\/v1\.2\.3\/([^#]+)/.exec(address.slice(repository.length)) ?? []
      expect([address, kind, existsSync(join(root, path))]).toEqual([
        address,
        /\.(png|svg)$/.test(path) ? 'raw' : 'blob',
        true,
      ])
    }
  })

  it('stands beside the addresses of the repository in the manifest', () => {
    const manifest = manifestAt(JSON.parse(read('package.json')), repository)
    expect(manifest).toMatchObject({
      name: 'gatecast',
      homepage: `${repository}#readme`,
      repository: { type: 'git', url: `git+${repository}.git` },
      bugs: { url: `${repository}/issues` },
    })
  })
})

describe('pages that messages and help name', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  const cited = sources.flatMap((path) => {
    const lines = read(join('src', path)).split('\n')
    const texts = lines.filter((line) => !/^\s*(\/\/|\/?\*)/.test(line))
    return texts.flatMap((line) => Array.from(line.matchAll(/[\w./-]+\.md\b/g), ([page]) => [path, page] as const))
  })

  it('are files of the package', () => {
    expect(cited.length).toBeGreaterThan(3)
    const files = packed()
    expect(cited.filter(([, page]) => !files.has(page))).toEqual([])
  })
})
