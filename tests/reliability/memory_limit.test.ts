// Memory that a call will take is computed before it is taken.

import * as danfo from 'danfojs-node'
import { gru, naive, type Panel, panelFromColumns, panelFromSeries, setMaxMemory } from 'gatecast'
import { prepare } from 'gatecast/danfo'
import { generatePanel } from 'gatecast/datasets'
import { input, linear, Model } from 'gatecast/nn'
import { sequenceClassifier } from 'gatecast/sequences'
import { afterEach, describe, expect, it } from 'vitest'
import { quotaOf } from '../../src/base/resources/processors.ts'

const panelOf = (count: number, rows = 4): Panel =>
  panelFromSeries(
    Array.from({ length: count }, (_, i) => ({ id: `${i}`, values: new Float64Array(rows).map((_, t) => t % 3) })),
    { frequency: 'd' },
  )

afterEach(() => {
  setMaxMemory(undefined)
  delete process.env.GATECAST_MAX_MEMORY
})

const far = { time: ['2000-01-01', '2000-01-02', '2000-02-01', '2002-01-01T00:00'], y: [1, 2, 3, 4] }
const roles = { time: 'time', target: 'y' }

describe('a call that would take more than its limit is refused with the numbers', () => {
  const calls: Record<string, () => unknown> = {
    'a forecast': () => naive({ horizon: 1000 }).predict(panelOf(100)),
    'a backtest': () => naive({ horizon: 200 }).backtest(panelOf(100, 2000), { windows: 9 }),
    'future rows': () => panelOf(10).extend(100_000),
    'a generated panel': () => generatePanel({ series: 1000, rows: 1000 }),
    'a regular grid': () =>
      panelFromColumns({ ...far, a: far.y, b: far.y }, { ...roles, observed: ['a', 'b'], frequency: '15min' }),
    'a resampled table': () =>
      prepare(new danfo.DataFrame({ time: far.time, y: far.y }), { time: 'time', target: 'y' }).resample('5min'),
    'a DataFrame': () => panelOf(100, 1000).toDataFrame(danfo),
    rows: async () => (await naive({ horizon: 300 }).predict(panelOf(100), { quantiles: [] })).toRows(),
    weights: () => {
      const x = input(['batch', 1000])
      return new Model({ inputs: { x }, outputs: { y: linear(x, 1000) } })
    },
    'sampled paths': async () => {
      const model = gru({ horizon: 4, context: 4, hiddenSize: 2, recursive: true } as never)
      await model.fit(panelOf(2, 40), { epochs: 1, calibrate: false })
      return model.predict(panelOf(2, 40), { samples: 1e9 })
    },
    'features of sequences': () =>
      sequenceClassifier({ kind: 'miniRocket' } as never).fit({
        sequences: Array.from({ length: 100 }, (_, i) => [i, 1, 2, 3, 4, 5, 6, 7, 8, i]),
        labels: Array.from({ length: 100 }, (_, i) => i % 2),
      }),
    'the plan of a prediction': () => {
      const x = input(['batch', 100])
      return new Model({ inputs: { x }, outputs: { y: linear(x, 100) } }).predict(
        { x: { shape: [4000, 100], data: new Float32Array(400_000) } },
        { batchSize: 4000 },
      )
    },
  }

  it.for(Object.keys(calls))('%s', async (name) => {
    setMaxMemory('2MB')
    const call = async () => calls[name]()
    await expect(call()).rejects.toMatchObject({
      code: 'ERR_MEMORY',
      message: expect.stringMatching(
        /^Expected .* 0.002(00)? GB .*got (at least )?[0-9.e-]+ GB\. .*GATECAST_MAX_MEMORY/,
      ),
    })
  })
})

describe('the limit', () => {
  it('is a size, a number, or that of the environment', async () => {
    const big = () => naive({ horizon: 1000 }).predict(panelOf(100))
    process.env.GATECAST_MAX_MEMORY = '1.5MB'
    await expect(big()).rejects.toThrow('0.00150 GB')
    setMaxMemory(3e9)
    await expect(big()).resolves.toBeDefined()
  })

  it.for([0, -1, 'much', '', Number.NaN, null, {}])('is not %s', (size) => {
    expect(() => setMaxMemory(size as never)).toThrow(/^Expected the size of setMaxMemory to be a number of bytes/)
  })

  it('is a share of what there is: it lets usual calls through', async () => {
    await expect(naive({ horizon: 1000 }).predict(panelOf(100))).resolves.toBeDefined()
  })
})

describe('the processors of a quota', () => {
  const files = (all: Record<string, string>) => (path: string) => all[path]

  it('are those of version 2, and of the groups above', () => {
    const own = { '/proc/self/cgroup': '0::/pod/web\n', '/sys/fs/cgroup/pod/web/cpu.max': 'max 100000\n' }
    expect(quotaOf(files(own))).toBe(Number.POSITIVE_INFINITY)
    expect(quotaOf(files({ ...own, '/sys/fs/cgroup/pod/cpu.max': '150000 100000\n' }))).toBe(1.5)
    expect(quotaOf(files({ ...own, '/sys/fs/cgroup/cpu.max': '50000 100000' }))).toBe(0.5)
  })

  it('are those of version 1', () => {
    const own = {
      '/proc/self/cgroup': '4:memory:/x\n3:cpu,cpuacct:/docker/abc\n',
      '/sys/fs/cgroup/cpu/docker/abc/cpu.cfs_quota_us': '200000\n',
      '/sys/fs/cgroup/cpu/docker/abc/cpu.cfs_period_us': '100000\n',
    }
    expect(quotaOf(files(own))).toBe(2)
    expect(quotaOf(files({ ...own, '/sys/fs/cgroup/cpu/docker/abc/cpu.cfs_quota_us': '-1' }))).toBe(
      Number.POSITIVE_INFINITY,
    )
  })

  it('are all without groups', () => {
    expect(quotaOf(() => undefined)).toBe(Number.POSITIVE_INFINITY)
  })
})
