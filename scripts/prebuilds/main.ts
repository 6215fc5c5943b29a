// Builds the addon for every platform of the package on this machine, and checks each binary.
//
//   npm run prebuild -- [--twice] [linux-x64 win32-arm64 ...]
//
// With --twice, it builds each target again in another folder, and fails unless the bytes are the same.
// A binary is copied to prebuilds/<target>/gatecast.node only if it passes all checks.

import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from './build.ts'
import { problems } from './checks.ts'
import { reproduce } from './reproduce.ts'
import { type Target, targetsNamed } from './targets.ts'
import { zig } from './zig.ts'

const root = resolve(import.meta.dirname, '../..')
const compiler = zig(root)
const names = process.argv.slice(2).filter((argument) => argument !== '--twice')
const isTwice = process.argv.includes('--twice')
for (const target of targetsNamed(names)) {
  try {
    make(target)
  } catch (error) {
    // The other targets are still built, so that one run prints all faults.
    console.error(`${target.name}: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }
}

function make(target: Target): void {
  const started = performance.now()
  const folder = `${root}/prebuilds/${target.name}`
  rmSync(folder, { recursive: true, force: true })
  const built = build(root, compiler, target)
  const file = readFileSync(built)
  const found = problems(file, target)
  if (found.length > 0) throw new Error(found.join('\n'))
  if (isTwice) reproduce(root, compiler, target, file)
  mkdirSync(folder, { recursive: true })
  copyFileSync(built, `${folder}/gatecast.node`)
  const seconds = (performance.now() - started) / 1000
  console.log(`${target.name.padEnd(18)}${(file.length / 2 ** 20).toFixed(2)} MB  ${seconds.toFixed(0)} s`)
}
