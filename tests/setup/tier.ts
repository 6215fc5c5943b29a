import { beforeAll, expect } from 'vitest'
import { binding } from '../../src/addon/index.ts'

beforeAll(() => {
  expect(binding.cpuInfo().tier, 'the tier that runs').toBe(process.env.GATECAST_TEST_TIER)
})
