// Writes the pictures of the scripts, and the numbers that the site shows with sliders.

import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { themed } from '../../pictures/themed.ts'

const root = dirname(createRequire(import.meta.url).resolve('gatecast/package.json'))

/** The folder of pictures; the test gives another one. */
const folder = process.env.GATECAST_LEARN_IMAGES ?? join(root, 'docs/images/learn')

/** Writes a picture, whose colours follow the theme of the page. */
export function savePicture(name: string, svg: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.svg`), themed(svg))
}

/** Writes numbers with three significant digits: as many as a screen can show. */
export function saveNumbers(name: string, numbers: unknown): void {
  const round = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(3)) : ArrayBuffer.isView(value) ? [...(value as never)] : value
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(numbers, round)}\n`)
}

/** The folder that the option `--data` names, or undefined: then a script uses data that it makes itself. */
export function dataFolder(): string | undefined {
  const at = process.argv.indexOf('--data')
  if (at >= 0 && process.argv[at + 1] === undefined) throw new Error('Expected a folder after --data')
  return at < 0 ? undefined : process.argv[at + 1]
}
