import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { problems } from '../../scripts/prebuilds/checks.ts'
import { type Target, targets, targetsNamed } from '../../scripts/prebuilds/targets.ts'

const own = targets.find(({ name }) => name === `linux-${process.arch}`) as Target
const node = readFileSync(process.execPath)
const wrong = (file: Buffer, target: Target) => problems(file, target).join('\n')

/** The addon of the native build, which needs the glibc of this machine. */
const built = readFileSync(process.env.GATECAST_BINARY ?? 'build/Release/gatecast.node')

describe.runIf(process.platform === 'linux')('a binary is refused', () => {
  it('that is a program, exports other functions, has symbol names, and is too large', () => {
    const found = wrong(node, own)
    expect(found).toMatch(/Expected less than 3145728 bytes, got \d+/)
    expect(found).toContain('Expected no debug information')
    expect(found).toMatch(
      /Expected the exports napi_register_module_v1 and node_api_module_get_api_version_v1, got .*napi_/,
    )
  })

  it('that needs libraries that some systems do not have', () => {
    expect(wrong(built, own)).toMatch(/Expected to need only libraries that every system has, got .*libstdc\+\+/)
  })

  it('that needs a later glibc than is allowed, or glibc on a platform without it', () => {
    expect(wrong(built, { ...own, glibc: [2, 2] })).toMatch(/Expected no version beyond GLIBC_2\.2, got .*GLIBC_2\.\d+/)
    const musl = targets.find(({ name }) => name === `linux-${process.arch}-musl`) as Target
    expect(wrong(built, musl)).toMatch(/Expected no versions of symbols, got .*GLIBC_/)
  })

  it('that imports functions of its host outside of Node-API', () => {
    // The new name has the same length, so that no offset in the file changes.
    const renamed = Buffer.from(built.toString('latin1').replaceAll('napi_throw\0', 'nopi_throw\0'), 'latin1')
    expect(wrong(renamed, own)).toContain('Expected only functions of Node-API without a library, got nopi_throw')
    expect(wrong(built, own)).not.toContain('what no library has')
  })

  it('that is for another processor or operating system', () => {
    const other = targets.find(({ name }) => name === 'darwin-arm64') as Target
    const found = wrong(built, other)
    expect(found).toContain('Expected a file of format mach-o, got elf')
    expect(found).toContain('Expected code for')
    expect(found).toContain('Expected a valid code signature, got none')
  })

  it('that is not a binary, or is cut off', () => {
    expect(() => problems(Buffer.from('a text'), own)).toThrow('Expected an ELF, 64-bit Mach-O or PE file')
    expect(() => problems(built.subarray(0, 5000), own)).toThrow()
  })
})

it('targets have the names of their folders', () => {
  expect(targetsNamed(['win32-x64']).map(({ zig }) => zig)).toEqual(['x86_64-windows-gnu'])
  expect(targetsNamed([])).toHaveLength(8)
  expect(() => targetsNamed(['linux-x86'])).toThrow('Expected some of linux-x64, linux-arm64')
})
