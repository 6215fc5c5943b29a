// A frequency is inferred from every row of a series, also of a very long one.

import { describe, expect, it } from 'vitest'
import { inferFrequency } from '../../src/series/index.ts'

const minute = 60_000
const rows = 1_000_000
const times = Float64Array.from({ length: rows }, (_, row) => row * minute)

describe('the frequency of a million rows', () => {
  it('takes no arrays of all distances: it is inferred in a fifth of a second', () => {
    inferFrequency([times.subarray(0, 1000)])
    const start = process.cpuUsage()
    expect(inferFrequency([times]).text).toBe('min')
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1000).toBeLessThan(200)
  })

  it('sees a shorter step at the end', () => {
    const late = Float64Array.from(times)
    late[rows - 1] -= minute / 2
    expect(() => inferFrequency([late])).toThrow('the longest step that all of them fit is "30s"')
  })

  it('is of days if all rows have one time of day, and not if the last has another', () => {
    const days = times.subarray(0, 20_000).map((time) => time * 1440)
    expect(inferFrequency([days]).text).toBe('d')
    days[days.length - 1] += minute
    expect(() => inferFrequency([days])).toThrow('a mix')
  })
})
