// Tests which packages an import loads, and how long it takes. The lists of packages are exact. The limits of time are
// generous, and the fastest of several runs counts.

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { main } from '../cli/command.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const node = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
const script = (text: string): string => node('--input-type=module', '--eval', text)

/** The packages, modules of Node and the number of files of gatecast that a statement loads. */
function loadedBy(statement: string): { packages: string[]; builtin: string[]; files: number } {
  const urls: string[] = JSON.parse(
    script(`import { Session } from 'node:inspector'
      const session = new Session()
      session.connect()
      const urls = []
      session.on('Debugger.scriptParsed', ({ params }) => urls.push(params.url))
      session.post('Debugger.enable')
      urls.length = 0
      const write = process.stdout.write.bind(process.stdout)
      process.stdout.write = () => true
      ${statement}
      write(JSON.stringify(urls))`),
  )
  const names = urls.flatMap((url) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [])
  const files = urls.filter((url) => url.includes('/dist/js/')).length
  return { packages: [...new Set(names)].sort(), builtin: urls.filter((url) => url.startsWith('node:')), files }
}

const best = (count: number, measure: () => number): number => Math.min(...Array.from({ length: count }, measure))

/** Milliseconds of `await import(name)` in a process of its own. */
const importTime = (name: string): number =>
  Number(script(`const start = performance.now(); await import('${name}'); console.log(performance.now() - start)`))

function wallTime(...args: string[]): number {
  const start = performance.now()
  node(...args)
  return performance.now() - start
}

describe('startup', () => {
  it.each([
    ['gatecast', []],
    ['gatecast/nn', []],
    ['gatecast/native', []],
    ['gatecast/sequences', []],
    ['gatecast/inspect', []],
    ['gatecast/onnx', ['@bufbuild/protobuf']],
    ['gatecast/danfo', []],
    ['gatecast/datasets', []],
    ['gatecast/files', ['csv-parse']],
    ['gatecast/jobs', ['csv-parse', 'yaml', 'zod']],
  ])('import of %s loads fewer than 14 files, and the packages %j', (name, packages) => {
    const loaded = loadedBy(`await import('${name}')`)
    expect(loaded.packages).toEqual(packages)
    expect(loaded.files).toBeGreaterThan(0)
    expect(loaded.files).toBeLessThan(14)
  })

  // Node needs 6 and 4 ms to load these: as long as the library itself takes for a third of its code.
  it.each(['gatecast', 'gatecast/nn', 'gatecast/native', 'gatecast/danfo', 'gatecast/datasets'])(
    'import of %s leaves node:crypto and node:worker_threads for later',
    (name) => {
      const { builtin } = loadedBy(`await import('${name}')`)
      expect(builtin.length).toBeGreaterThan(0)
      expect(builtin.filter((url) => /crypto|worker/.test(url))).toEqual([])
    },
  )

  it('--help loads only commander and picocolors', () => {
    const { packages } = loadedBy(`process.argv[2] = '--help'; await import(${JSON.stringify(main)})`)
    expect(packages).toEqual(['commander', 'picocolors'])
  })

  it('time zones are loaded with the first panel that has one', () => {
    const panel = (zone: string) =>
      `const { panelFromRows } = await import('gatecast')
       const rows = [{ t: '2024-01-01', y: 1 }, { t: '2024-01-02', y: 2 }]
       panelFromRows(rows, { time: 't', target: 'y', frequency: 'd', timeZone: '${zone}' })`
    expect(loadedBy(panel('UTC')).packages).toEqual([])
    const zoned = loadedBy(panel('Europe/Berlin')).packages
    expect(zoned).toEqual('Temporal' in globalThis ? [] : expect.arrayContaining(['temporal-polyfill']))
  })

  it.each(['gatecast', 'gatecast/nn', 'gatecast/danfo', 'gatecast/datasets'])(
    'import takes less than 2.25 starts of Node, which are 90 ms where Node starts in 40: %s',
    (name) => {
      const bare = best(9, () => wallTime('--eval', '0'))
      expect(best(9, () => importTime(name))).toBeLessThan(2.25 * bare)
    },
  )

  it('--help takes less than four starts of Node', () => {
    const [bare, help] = [best(5, () => wallTime('--eval', '0')), best(5, () => wallTime(main, '--help'))]
    expect(help).toBeLessThan(4 * bare)
  })

  it('the demo takes less than 5 s', () => {
    expect(best(3, () => wallTime(main, 'demo'))).toBeLessThan(5000)
  })
})
