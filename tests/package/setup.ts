// Packs the tarball once, with the binary of every platform. Missing binaries are built. If GATECAST_TARGETS names some
// platforms, only those are built, which is enough for all tests but those of all binaries (machines, published).

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    tarball: string
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

export default function setup({ provide }: TestProject): () => void {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const places = (Object.entries(exports) as [string, string][]).filter(([, place]) => `${place}`.endsWith('.node'))
  const wanted = process.env.GATECAST_TARGETS?.split(' ')
  for (const [name, place] of places) {
    if (existsSync(join(root, place)) || wanted?.includes(name.slice(2)) === false) continue
    console.log(`${place} is not there: npm run prebuild -- ${name.slice(2)}`)
    const { status } = spawnSync('npm', ['run', 'prebuild', '--', name.slice(2)], { cwd: root, stdio: 'inherit' })
    // The tests that need this binary fail. The others still run.
    if (status !== 0) console.error(`${place} could not be built`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-pack-'))
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
  )
  provide('tarball', join(folder, filename))
  return () => rmSync(folder, { recursive: true })
}
