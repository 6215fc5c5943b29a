// Runs the scripts of the learning path, and compares what they print and draw with their pages.

import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cpuInfo } from 'gatecast'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blocksOf, linksOf, names, picturesFolder, readPage, readScript, root } from './page.ts'

const execute = promisify(execFile)

// The digits of the pages are those of AVX2. Other instruction sets round differently.
const exact = cpuInfo().tiers.includes('avx2')

let drawn: string
beforeAll(async () => {
  drawn = await mkdtemp(join(tmpdir(), 'gatecast-learn-'))
})
afterAll(() => rm(drawn, { recursive: true }))

/** Times differ from run to run, all else is the same. */
const lasting = (output: string): string[] => output.split('\n').filter((line) => !line.startsWith('time '))

/** The text of a picture, with coordinates in whole pixels. */
const coarse = (svg: string): string => svg.replaceAll(/\d+\.\d+/g, (number) => Number(number).toFixed(0))

describe.each(names)('the script %s', (name) => {
  it('has under 100 lines', () => {
    expect(readScript(name).trimEnd().split('\n').length).toBeLessThan(100)
  })

  it('prints what its page shows, and draws its pictures', async () => {
    const isa = exact ? { GATECAST_ISA: 'avx2' } : {}
    const env = { ...process.env, ...isa, GATECAST_LEARN_IMAGES: drawn }
    const script = ['scripts/run-ts.mjs', `examples/learn/${name}.ts`]
    const { stdout } = await execute(process.execPath, script, { cwd: root, env })
    const page = readPage(name)
    const shown = lasting(blocksOf(page, 'text')[0])
    if (exact) expect(lasting(stdout)).toEqual(shown)
    else expect(lasting(stdout)).toHaveLength(shown.length)

    const own = (files: string[]) => files.filter((file) => file.startsWith(name.slice(0, 2))).sort()
    const files = own(await readdir(drawn))
    const pictures = files.filter((file) => file.endsWith('.svg'))
    expect(pictures.length).toBeGreaterThan(0)
    expect(files).toEqual(own(await readdir(picturesFolder)))
    expect(
      linksOf(page)
        .filter((path) => path.endsWith('.svg'))
        .sort(),
    ).toEqual(pictures.map((file) => `../images/learn/${file}`))
    for (const file of exact ? files : []) {
      const [now, kept] = await Promise.all(
        [drawn, picturesFolder].map((folder) => readFile(join(folder, file), 'utf8')),
      )
      expect(coarse(now) === coarse(kept), `${file} is not up to date: npm run learn`).toBe(true)
    }
  })
})
