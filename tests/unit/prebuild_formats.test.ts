import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readBinary } from '../../scripts/prebuilds/binary/read.ts'
import { problems } from '../../scripts/prebuilds/checks.ts'
import { targetsNamed } from '../../scripts/prebuilds/targets.ts'

/** Files that `tests/fixtures/binaries/make.sh` makes: a good one, and one with every fault that a linker allows. */
const read = (name: string) => readFileSync(`tests/fixtures/binaries/${name}`)
const target = (name: string) => targetsNamed([name])[0]!

const exported = 'napi_register_module_v1, node_api_module_get_api_version_v1'
const wrong: Record<string, string[]> = {
  'linux-x64': [
    'Expected no debug information and no names except exported ones, got some',
    `Expected the exports ${exported.replace(', ', ' and ')}, got extra, ${exported}`,
    'Expected to need only libraries that every system has, got ./libother.so',
    'Expected only functions of Node-API without a library, got nobody, other',
    'Expected no version beyond GLIBC_2.28, got GLIBC_2.34',
  ],
  'darwin-arm64': [
    'Expected no debug information and no names except exported ones, got some',
    `Expected the exports ${exported.replace(', ', ' and ')}, got extra, ${exported}`,
    'Expected to need only libraries that every system has, got libother.dylib',
    'Expected only functions of Node-API without a library, got nobody',
  ],
  'win32-arm64': [
    'Expected no debug information and no names except exported ones, got some',
    `Expected the exports ${exported.replace(', ', ' and ')}, got extra, ${exported}`,
    'Expected to need only libraries that every system has, got other.dll',
  ],
}

describe.each(Object.keys(wrong))('a binary for %s', (name) => {
  it('is accepted without faults', () => expect(problems(read(`${name}.good`), target(name))).toEqual([]))
  it('is refused for each of its faults', () => {
    expect(problems(read(`${name}.bad`), target(name))).toEqual(wrong[name])
  })
  it('is refused for another processor', () => {
    const other = name.endsWith('x64') ? name.replace('x64', 'arm64') : name.replace('arm64', 'x64')
    expect(problems(read(`${name}.good`), target(other))[0]).toMatch(/^Expected code for (x64|arm64), got (arm64|x64)$/)
  })
  it('is refused if it is too large', () => {
    const large = Buffer.concat([read(`${name}.good`), Buffer.alloc(3 * 2 ** 20)])
    expect(problems(large, target(name))).toEqual([`Expected less than 3145728 bytes, got ${large.length}`])
  })
})

it('a binary for musl needs no versions of symbols', () => {
  expect(problems(read('linux-x64.good'), target('linux-x64-musl'))).toEqual([])
  expect(problems(read('linux-x64.bad'), target('linux-x64-musl'))).toContain(
    'Expected no versions of symbols, got GLIBC_2.34',
  )
})

const unsigned = ['Expected a valid code signature, got none']

it('code for macOS on arm64 is refused without a signature', () => {
  const file = read('darwin-arm64.good')
  const [signature, other] = [0x1d, 0x2b]
  let at = 32
  while (file.readUInt32LE(at) !== signature) at += file.readUInt32LE(at + 4)
  file.writeUInt32LE(other, at)
  expect(problems(file, target('darwin-arm64'))).toEqual(unsigned)
})

it('a signature is refused after a byte of the file changes', () => {
  const file = read('darwin-arm64.good')
  file.writeUInt8(file.readUInt8(0x500) ^ 1, 0x500)
  expect(problems(file, target('darwin-arm64'))).toEqual(unsigned)
})

it('a table of symbols in a file for Windows is found', () => {
  const file = read('win32-arm64.good')
  expect(readBinary(file).stripped).toBe(true)
  file.writeUInt32LE(file.length, file.readUInt32LE(60) + 12)
  expect(readBinary(file).stripped).toBe(false)
})
