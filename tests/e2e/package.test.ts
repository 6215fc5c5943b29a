import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { version } from '../../src/index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** All paths in a value of package.json. */
function named(value: unknown): string[] {
  if (typeof value === 'string') return [value.replace(/^\.\//, '')]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(named) : []
}

describe('the package', () => {
  let files: { path: string; size: number }[]
  beforeAll(() => {
    const npm = ['pack', '--dry-run', '--json', '--ignore-scripts']
    files = JSON.parse(execFileSync('npm', npm, { cwd: root, encoding: 'utf8' }))[0].files
  }, 60_000)

  it('contains what a user needs, and nothing else', () => {
    const wanted = [
      /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/job\.schema\.json)$/,
      /^dist\/js\/[\w-]+\.(js|js\.map|cjs)$/,
      /^dist\/wasm\/[\w-]+\.js(\.map)?$/,
      /^dist\/js\/page\/\w+\.(mjs|css)$/,
      /^dist\/licenses\/[@\w/-]+$/,
      /^dist\/types\/(?!cli\/).*\.d\.ts$/,
      /^datasets\/\w+\.(csv|md)$/,
      // Messages and help name pages.
      /^docs\/(guide\/)?[\w-]+\.md$/,
      /^prebuilds\/wasm32\/gatecast\.wasm$/,
      /^prebuilds\/(linux|darwin|win32)-(x64|arm64)(-musl)?\/gatecast\.node$/,
    ]
    const paths = files.map(({ path }) => path)
    expect(paths.filter((path) => !wanted.some((pattern) => pattern.test(path)))).toEqual([])
    expect(paths).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'CHANGELOG.md', 'dist/js/page/page.css']))
    const isBinary = (path: string) => path.startsWith('prebuilds/')
    const own = named([manifest.exports, manifest.bin]).filter((path) => !isBinary(path))
    expect(paths).toEqual(expect.arrayContaining(own))
  })

  it('exports a binary for every platform that the loader knows', () => {
    const loader = readFileSync(join(root, 'src/addon/binaries.cjs'), 'utf8')
    const targets = Array.from(loader.matchAll(/require\('gatecast\/(.*)'\)/g), ([, target]) => target)
    const places = Object.entries(manifest.exports).filter(([, place]) => `${place}`.endsWith('.node'))
    expect(Object.fromEntries(places)).toEqual(
      Object.fromEntries(targets.map((target) => [`./${target}`, `./prebuilds/${target}/gatecast.node`])),
    )
    expect(targets).toHaveLength(8)
  })

  it('contains the data sets that gatecast/datasets reads, and no others', () => {
    const source = readFileSync(join(root, 'src/datasets/classic.ts'), 'utf8')
    const read = Array.from(source.matchAll(/'(\w+\.csv)'/g), ([, name]) => `datasets/${name}`)
    const packed = files.map(({ path }) => path).filter((path) => path.endsWith('.csv'))
    expect(packed.sort()).toEqual([...new Set(read)].sort())
  })

  it('has source maps that contain the sources', () => {
    const maps = readdirSync(join(root, 'dist/js')).filter((name) => name.endsWith('.map'))
    expect(maps).not.toEqual([])
    for (const name of maps) {
      const { sources, sourcesContent } = JSON.parse(readFileSync(join(root, 'dist/js', name), 'utf8'))
      expect(sourcesContent ?? []).toHaveLength(sources.length)
    }
  })

  it('has no any in its type declarations', () => {
    const declarations = files.map(({ path }) => path).filter((path) => path.endsWith('.d.ts'))
    expect(declarations).toContain('dist/types/index.d.ts')
    for (const path of declarations) {
      const code = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'[^'\n]*'/gm, '')
      expect(code.match(/.*\bany\b.*/)?.[0], path).toBeUndefined()
    }
  })

  it('exports the version of package.json, and the changelog has an entry for it', () => {
    expect(version).toBe(manifest.version)
    expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toContain(`## [${version}]`)
  })
})
