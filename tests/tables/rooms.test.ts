// Tests the shape of the sources: which folders (rooms) may import which others, and the sizes of folders and files.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { overrides, rooms } from '../../scripts/rooms/rooms.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8')
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n')
const isSource = (path: string): boolean => /\.(ts|mjs|cjs|cpp|h|py|sh)$/.test(path)
/** Files that no person writes. */
const isMade = (path: string): boolean => /^(tests\/fixtures\/binaries|src\/onnx\/schema)\//.test(path)
const sources = tracked.filter((path) => isSource(path) && !isMade(path))

describe('rooms', () => {
  it('have the import rules of the table in the linter: npm run lint:rooms', () => {
    const config = JSON.parse(read('biome.json'))
    expect(config.overrides.filter(({ includes }: { includes: string[] }) => includes[0].startsWith('src/'))).toEqual(
      overrides(),
    )
  })

  it('are all folders of src', () => {
    const folders = tracked.flatMap((path) => /^src\/(\w+)\//.exec(path)?.[1] ?? [])
    expect(new Set(Object.keys(rooms))).toEqual(new Set(folders))
  })

  it('stand in docs/architecture.md with what they may use', () => {
    const rows = [...read('docs/architecture.md').matchAll(/^\| `src\/(\w+)` \| [^|]* \| ([^|]*) \|$/gm)]
    const written = Object.fromEntries(
      rows.map(([, room, uses]) => [room, uses.trim() === 'nothing' ? [] : uses.split(',').map((name) => name.trim())]),
    )
    expect(written).toEqual(rooms)
  })

  it('of C++ include downwards only', () => {
    const order = ['simd', 'kernels', 'runtime', 'ridge', 'rocket', 'graph', 'ops', 'training']
    for (const path of tracked.filter((path) => /^native\/.*\.(cpp|h)$/.test(path))) {
      const own = order.indexOf(path.split('/')[1])
      const included = [...read(path).matchAll(/#include "(\w+)\//g)].map(([, room]) => room)
      for (const room of included) expect(order.indexOf(room), `${path} includes ${room}`).toBeLessThanOrEqual(own)
    }
  })
})

describe('sizes', () => {
  /** Folders whose files are all the same kind of thing, besides folders of tests. */
  const ofOneKind = [
    ...['native/kernels', 'native/ops', 'src/cli/verbs', 'src/forecast/kinds', 'src/forecast/metrics'],
    ...['src/forecast/local/methods', 'src/models/families', 'bench/speed/families'],
  ]

  it('of folders are twelve files at most, unless all are the same kind of thing', () => {
    const counts = new Map<string, number>()
    for (const path of sources.filter((path) => !path.startsWith('tests/'))) {
      const folder = path.slice(0, path.lastIndexOf('/'))
      counts.set(folder, (counts.get(folder) ?? 0) + 1)
    }
    const large = [...counts].filter(([folder, count]) => count > 12 && !ofOneKind.includes(folder))
    expect(large).toEqual([])
  })

  it('of files are 250 lines at most', () => {
    const long = sources.filter((path) => read(path).trimEnd().split('\n').length > 250)
    expect(long).toEqual([])
  })
})
