import { readBinary } from './binary/read.ts'
import type { Target } from './targets.ts'

const mostBytes = 3 * 2 ** 20
const entryPoints = ['napi_register_module_v1', 'node_api_module_get_api_version_v1']

/** The faults of a binary that was built for a target; an empty list if it may be published. */
export function problems(file: Buffer, target: Target): string[] {
  const found: string[] = []
  const expect = (holds: boolean, what: string, got: unknown) => {
    if (!holds) found.push(`Expected ${what}, got ${got}`)
  }
  const binary = readBinary(file)

  expect(binary.format === target.format, `a file of format ${target.format}`, binary.format)
  expect(binary.architecture === target.architecture, `code for ${target.architecture}`, binary.architecture)
  expect(file.length < mostBytes, `less than ${mostBytes} bytes`, file.length)
  expect(binary.stripped, 'no debug information and no names except exported ones', 'some')

  const exported = [...binary.exports].sort()
  expect(
    exported.join() === entryPoints.join(),
    `the exports ${entryPoints.join(' and ')}`,
    exported.join(', ') || 'none',
  )
  const libraries = binary.libraries.filter((name) => !target.libraries.test(name))
  expect(libraries.length === 0, 'to need only libraries that every system has', libraries.join(', '))

  // In ELF files, only symbol versions distinguish functions of the C library from functions that no library has.
  if (target.glibc || target.format === 'mach-o') {
    const strange = binary.fromHost.filter((name) => !/^(napi|node_api)_/.test(name))
    expect(strange.length === 0, 'only functions of Node-API without a library', strange.join(', '))
  }
  const versions = binary.versions.filter((version) => !isIn(version, target.glibc))
  const newest = target.glibc ? `no version beyond GLIBC_${target.glibc.join('.')}` : 'no versions of symbols'
  expect(versions.length === 0, newest, versions.join(', '))
  // macOS on arm64 ends a process that loads code without a signature.
  if (target.format === 'mach-o' && target.architecture === 'arm64')
    expect(binary.signed, 'a valid code signature', 'none')
  return found
}

/** Whether the glibc version `newest` has a symbol version. */
function isIn(version: string, newest: Target['glibc']): boolean {
  const numbers = /^GLIBC_(\d+)\.(\d+)/.exec(version)
  if (!numbers || !newest) return false
  const [major, minor] = [Number(numbers[1]), Number(numbers[2])]
  return major < newest[0] || (major === newest[0] && minor <= newest[1])
}
