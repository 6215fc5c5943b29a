// The examples in the comments of public names, as a user would copy them. All are type-checked. All are run, except
// those that need a server.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Example, examplesOf } from '../../docs/.vitepress/reference/examples.ts'
import { gaps } from '../../docs/.vitepress/reference/gaps.ts'
import { place } from '../../docs/.vitepress/reference/place.ts'
import { entries, type PublicName, readNames } from '../../docs/.vitepress/reference/read.ts'
import { fileOf, roomOf, writeProject } from './example_project.ts'
import { shows } from './given/shows.ts'

const execute = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const entryNames = [...(await entries()).keys()]

let names: PublicName[]
let examples: Example[]
let folder: string
beforeAll(async () => {
  names = await readNames()
  examples = examplesOf(names)
  const exported = new Map(entryNames.map((entry) => [entry, new Set<string>()]))
  for (const { entry, declaration } of names) exported.get(entry)?.add(declaration.name)
  folder = await writeProject(examples, exported)
}, 300_000)
afterAll(() => rm(folder, { recursive: true }))

describe('the reference', () => {
  it('has a page for every public name, and every name is fully documented', () => {
    const { pages } = place(names)
    expect([...pages.values()].flat()).toHaveLength(names.length)
    expect(gaps(names)).toEqual([])
  })

  it('finds a missing description and a missing example', () => {
    const name = names.find(({ declaration }) => declaration.name === 'errorScale')!
    const [signature] = name.declaration.signatures!
    const said = signature.comment
    signature.comment = undefined
    expect(gaps([name]).map((gap) => gap.split(' (')[0])).toEqual([
      'gatecast errorScale: no description',
      'gatecast errorScale: no @example',
      'gatecast errorScale: no @throws',
    ])
    signature.comment = said
  })
})

describe('the examples of the reference', () => {
  it('are more than 150', () => expect(examples.length).toBeGreaterThan(150))

  it('fail if a comment states another value than the code gives', () => {
    for (const [value, comment] of [
      [1.5, '1.4'],
      [true, 'false'],
      [['batch', 3], '[batch, 4]'],
      ['MS', 'd'],
    ] as const)
      expect(() => shows(value, comment)).toThrow(comment)
    for (const [value, comment] of [
      [1.52, '1.5'],
      [Number.NaN, 'NaN: a gap'],
      [['batch', 3], "['batch', 3]"],
    ] as const)
      shows(value, comment)
  })

  it('compile', async () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc')
    const { stdout } = await execute(process.execPath, [compiler], { cwd: folder }).catch((error) => error)
    expect(stdout).toBe('')
  })

  // The examples of `gatecast` train many networks: one after another they would take longer than a test may.
  const groups = entryNames.flatMap((entry) => {
    const count = { gatecast: 9, 'gatecast/jobs': 2 }[entry] ?? 1
    return Array.from({ length: count }, (_, group) => ({ entry, group, count }))
  })
  it.each(groups)(
    'run, and give the values in their comments: $entry, group $group',
    async ({ entry, group, count }) => {
      const own = examples
        .filter((example) => example.entry === entry && !/redis:|forecastByQueue/.test(example.code))
        .filter((_, at) => at % count === group)
      const script = own.map((example) => {
        const file = JSON.stringify(`./${fileOf(example)}.js`)
        return `await import(${file}).catch((error) => { console.error(${JSON.stringify(example.name)}, error) })`
      })
      // The module in `given` writes the files that examples read.
      const given = existsSync(join(folder, `given/${roomOf(entry)}.js`))
        ? `import './given/${roomOf(entry)}.js'\n`
        : ''
      await writeFile(join(folder, 'run.js'), `${given}${script.join('\n')}\nprocess.exit()\n`)
      const { stderr } = await execute(process.execPath, ['run.js'], { cwd: folder })
      expect(stderr).toBe('')
    },
  )
})
