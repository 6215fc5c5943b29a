import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

function definedSymbols(file: string, ...options: string[]): { kind: string; name: string }[] {
  const lines = execFileSync('nm', ['--defined-only', '--demangle', ...options, file], { encoding: 'utf8' })
  return Array.from(lines.matchAll(/^[0-9a-f]* (\w) (.+)$/gm), ([, kind, name]) => ({ kind: kind!, name: name! }))
}

// The linker keeps one copy of an inline or template function that several files define. If it kept the copy of a
// kernel
// file, functions without SIMD would contain AVX-512 code and crash on a machine without AVX-512.
describe('kernel objects', () => {
  const built = readdirSync('build/CMakeFiles', { encoding: 'utf8', recursive: true })
  const objects = built.filter((path) => /^kernels_.*\.o$/.test(path)).map((path) => `build/CMakeFiles/${path}`)
  const tiers = new Set(objects.map((path) => /kernels_(\w+)\.dir/.exec(path)![1]!))
  const expected = {
    x64: ['amx', 'amx_emulated', 'avx2', 'avx512', 'avx512bf16', 'baseline'],
    arm64: ['neon'],
  }[process.arch as 'x64' | 'arm64']
  it('exist for every tier', () => expect([...tiers].sort()).toEqual(expected))

  it.each(objects)('%s shares no function with other files', (file) => {
    const [, tier] = /kernels_(\w+)\.dir/.exec(file)!
    const shared = definedSymbols(file, '--extern-only').filter(
      ({ kind, name }) => 'WwVvu'.includes(kind) || !name.includes(`gatecast::${tier}::`),
    )
    expect(shared).toEqual([])
  })
})

describe('gatecast.node', () => {
  it('exports the two entry points of Node-API and nothing else', () => {
    const names = definedSymbols('build/Release/gatecast.node', '--dynamic').map(({ name }) => name)
    expect(names.sort()).toEqual(['napi_register_module_v1', 'node_api_module_get_api_version_v1'])
  })
})
