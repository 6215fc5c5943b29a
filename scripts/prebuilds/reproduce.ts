import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.ts'
import type { Target } from './targets.ts'

/** The files and folders that a build reads. */
const sources = ['CMakeLists.txt', 'cmake', 'native', 'binding']

/**
 * Builds a target once more, from a copy of the sources in another folder and with an empty cache of the compiler.
 *
 * @throws {Error} with the first byte that differs, unless the two binaries are equal
 */
export function reproduce(root: string, zig: string, target: Target, first: Buffer): void {
  const folder = mkdtempSync(join(tmpdir(), 'gatecast-again-'))
  try {
    for (const name of sources) cpSync(join(root, name), join(folder, name), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    const second = readFileSync(build(folder, zig, target, join(folder, 'cache')))
    if (second.equals(first)) return
    const at = first.findIndex((byte, i) => byte !== second[i])
    throw new Error(
      `Expected the same bytes from a second build in ${folder}, got ${second.length} bytes after ${first.length}, which ` +
        `differ from byte ${at < 0 ? first.length : at} on`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
