import { describe, expect, it } from 'vitest'
import { model, run } from './child.ts'

describe('a process', { timeout: 180_000 }, () => {
  // Another process may hold the processor for longer than the limit, so the test fails only if a timer is late three
  // times.
  it('keeps its timers while a large fit runs', { retry: 2 }, async () => {
    const { late, fitted } = await run<{ late: number; fitted: boolean }>(`
      ${model(256)}
      const large = build(), inputs = data(512, 100)
      let late = 0, before = performance.now()
      const timer = setInterval(() => {
        const now = performance.now()
        late = Math.max(late, now - before - 10)
        before = now
      }, 10)
      await new Promise((resolve) => setTimeout(resolve, 50))
      late = 0
      const { epochs } = await large.fit(inputs, { epochs: 4 })
      clearInterval(timer)
      print({ late, fitted: epochs.length === 4 })
    `)
    expect(fitted).toBe(true)
    expect(late).toBeLessThan(20)
  })

  it('ends by itself', async () => {
    const ended = await run<string>(`
      ${model(16)}
      const small = build()
      await small.fit(data(64, 10), { epochs: 2, signal: new AbortController().signal, onStep() {} })
      await small.predict({ x: data(8, 10).x })
      small.stream().step({ x: [[1, 2, 3, 4]] })
      const layer = new nn.Lstm({ inputSize: 4, hiddenSize: 8 })
      await (await layer.forward(data(2, 5).x)).backward({ hidden: {
        shape: [1, 2, 8], data: new Float32Array(16) } })
      print('ended')
    `)
    expect(ended).toBe('ended')
  })

  it('ends at process.exit() in the middle of a fit', async () => {
    const script = `${model(64)}
      build().fit(data(2000, 50), { epochs: 1000 }).catch(() => {})
      setTimeout(() => { print('told'); process.exit(0) }, 300)`
    expect(await run<string>(script)).toBe('told')
  })

  it('does not grow while 1000 models are made and dropped', async () => {
    const grown = await run<{ disposed: number; dropped: number }>(
      `
      ${model(128)}
      const few = { x: data(2, 3).x }
      const megabytes = () => process.memoryUsage().rss / 2 ** 20
      async function growth(use) {
        let before = 0
        for (let i = 1; i <= 1000; i++) {
          await use(build())
          if (i % 50 === 0) gc()
          if (i === 200) before = megabytes()
        }
        return megabytes() - before
      }
      const disposed = await growth(async (model) => { await model.predict(few); model[Symbol.dispose]() })
      const dropped = await growth((model) => model.predict(few))
      print({ disposed, dropped })
    `,
      ['--expose-gc'],
    )
    // 800 models of 200 kB each, and their arenas, would be far more.
    expect(grown.disposed).toBeLessThan(30)
    expect(grown.dropped).toBeLessThan(30)
  })

  /** Code for a script: `start()` starts a worker that trains and posts its loss. */
  const worker = (epochs: number) => `
    import { Worker } from 'node:worker_threads'
    const work = \`(async () => {
      const { parentPort } = await import('node:worker_threads')
      const nn = await import('gatecast/nn')
      ${model(8)}
      parentPort.postMessage('begins')
      const { epochs } = await build().fit(data(32, 10), { epochs: ${epochs} })
      parentPort.postMessage(epochs.at(-1).loss)
    })()\`
    const start = () => new Worker(work, { eval: true })
  `

  it('can load the addon in several threads at once', async () => {
    const losses = await run<number[]>(`
      ${worker(2)}
      const loss = () => new Promise((resolve, reject) => {
        start().on('message', (value) => value === 'begins' || resolve(value)).once('error', reject)
      })
      print(await Promise.all([loss(), loss(), loss()]))
    `)
    expect(losses).toEqual([losses[0], losses[0], losses[0]])
  })

  it('can terminate a thread in the middle of a fit', async () => {
    const exits = await run<number[]>(`
      ${worker(1e6)}
      const exit = () => new Promise((resolve) => {
        const worker = start()
        worker.once('message', () => setTimeout(() => resolve(worker.terminate()), 100))
      })
      print([await exit(), await exit()])
    `)
    expect(exits).toEqual([1, 1])
  })

  it('can terminate a thread while passes write to its arrays', async () => {
    const exits = await run<number[]>(`
      import { Worker } from 'node:worker_threads'
      const work = \`(async () => {
        const { parentPort } = await import('node:worker_threads')
        const nn = await import('gatecast/nn')
        const layer = new nn.Gru({ inputSize: 4, hiddenSize: 128 })
        const x = { shape: [64, 100, 4], data: new Float32Array(25600).fill(1) }
        const pass = async () => { const { output, backward } = await layer.forward(x); return backward({ output }) }
        parentPort.postMessage('begins')
        while (true) await Promise.all([layer.predict(x), pass(), pass()])
      })()\`
      const exit = (milliseconds) => new Promise((resolve) => {
        const worker = new Worker(work, { eval: true })
        worker.once('message', () => setTimeout(() => resolve(worker.terminate()), milliseconds))
      })
      print(await Promise.all([20, 50, 90, 130].map(exit)))
    `)
    expect(exits).toEqual([1, 1, 1, 1])
  })
})
