import { describe, expect, it } from 'vitest'
import { allCalls } from './js_thread/all_calls.ts'
import { measureHold } from './js_thread/hold.ts'
import { loadLibrary, publicNames } from './js_thread/library.ts'
import { reasons } from './js_thread/reasons.ts'

const names = publicNames(await loadLibrary())
const measured = new Set(allCalls.flatMap(({ covers }) => covers))
const excused = Object.values(reasons).flat()

describe('every public function', () => {
  it('has a call whose hold of the JS thread is measured, or a reason why not', () => {
    expect(names.filter((name) => !measured.has(name) && !excused.includes(name))).toEqual([])
  })

  it('exists if a call or a reason names it', () => {
    expect([...measured, ...excused].filter((name) => !names.includes(name))).toEqual([])
    expect(excused.filter((name, i) => excused.indexOf(name) < i || measured.has(name))).toEqual([])
  })
})

describe('the measurement', () => {
  it('sees a call that holds the thread', async () => {
    const { longest } = await measureHold(() => {
      for (const end = performance.now() + 80; performance.now() < end; );
    }, 1000)
    expect(longest).toBeGreaterThan(75)
  })

  it('aborts a call at its limit', async () => {
    const { late, error } = await measureHold(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
      20,
    )
    expect([late !== undefined, (error as Error).message]).toEqual([true, 'stopped'])
  })
})
