import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'

/**
 * Linux's names of features that have another name here. Linux does not list features whose registers it does not save.
 */
const linux: Record<string, string> = {
  sse3: 'pni',
  'sse4.1': 'sse4_1',
  'sse4.2': 'sse4_2',
  bmi: 'bmi1',
  avx512vnni: 'avx512_vnni',
  avx512bf16: 'avx512_bf16',
  'amx-tile': 'amx_tile',
  'amx-bf16': 'amx_bf16',
}
const names =
  'sse2 sse3 ssse3 sse4.1 sse4.2 popcnt avx avx2 fma bmi bmi2 avx512f avx512bw avx512dq avx512vl avx512vnni '
const known = `${names}avx512bf16 amx-tile amx-bf16`.split(' ')

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('cpuInfo', () => {
  it('has exactly the features that Linux lists', () => {
    const flags = /^flags\s*: (.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ') ?? []
    expect(binding.cpuInfo().features).toEqual(known.filter((name) => flags.includes(linux[name] ?? name)))
  })
})
