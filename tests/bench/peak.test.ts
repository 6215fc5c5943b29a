import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'

describe('the peak of the multiply-add units', () => {
  it('counts the operations of all threads, in proportion to the steps', async () => {
    const one = await binding.peak(1000, 1)
    expect(one).toBeGreaterThan(2 * 1000 * binding.cpuInfo().lanes)
    expect(await binding.peak(3000, 1)).toBe(3 * one)
    const { threads } = binding.cpuInfo()
    expect(await binding.peak(1000, threads)).toBe(threads * one)
  })

  it('refuses an invalid number of steps or threads, and an unknown type', async () => {
    await expect(binding.peak(0, 1)).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(binding.peak(1, 1_000_000)).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(binding.peak(1, 1, 'float16' as never)).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(binding.peak('many' as never, 1)).rejects.toMatchObject({ code: 'ERR_TYPE' })
  })
})
