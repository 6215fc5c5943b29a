import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { FitOptions } from '../../../src/forecast/forecaster.ts'
import { type SearchOptions, search } from '../../../src/forecast/search/search.ts'
import { draw, uniform } from '../../../src/forecast/space.ts'
import type { Panel } from '../../../src/series/index.ts'
import { Guess, panel } from './guess.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('search', () => {
  const space = { level: uniform(0, 10) }
  const options = {
    space,
    build: ({ level }: { level: number }) => new Guess(level),
    trials: 9,
    budget: [1, 9],
    metric: 'mae',
  } as const

  it('gives a larger budget to the better third of the trials, and finds the best one', async () => {
    const seen: number[] = []
    const fit = (_: unknown, epochs: number) => {
      seen.push(epochs)
      return { epochs }
    }
    const { best, trials, stoppedEarly } = await search(panel, { ...options, fit })
    expect(seen).toEqual([...Array(9).fill(1), 3, 3, 3, 9])
    expect(trials.map(({ budget }) => budget)).toEqual([9, 3, 3, 1, 1, 1, 1, 1, 1])
    expect(best).toEqual(trials[0])
    const levels = Array.from({ length: 9 }, (_, trial) => draw(space, 0, trial).level)
    expect(best.configuration.level).toBe(Math.min(...levels))
    expect(stoppedEarly).toBe(false)
  })

  it('continues from its state file with the same result, and evaluates nothing twice', async () => {
    const state = join(folder, 'search.json')
    const whole = await search(panel, options)
    const controller = new AbortController()
    let calls = 0
    const onProgress = () => {
      if (++calls === 5) controller.abort()
    }
    const stopped = search(panel, { ...options, state, onProgress, signal: controller.signal })
    await expect(stopped).rejects.toMatchObject({ code: 'ABORT_ERR' })
    const build = vi.fn(options.build)
    expect(await search(panel, { ...options, build, state })).toEqual(whole)
    expect(build).toHaveBeenCalledTimes(13 - 5)
    // All is done: nothing is evaluated again.
    expect(await search(panel, { ...options, build, state })).toEqual(whole)
    expect(build).toHaveBeenCalledTimes(13 - 5)
  })

  it('refuses the state file of another search, and a file that is not JSON', async () => {
    const state = join(folder, 'other.json')
    await search(panel, { ...options, state })
    await expect(search(panel, { ...options, seed: 1, state })).rejects.toMatchObject({
      code: 'ERR_FILE',
      message: expect.stringContaining('to hold the state of this search'),
    })
    await writeFile(state, (await readFile(state, 'utf8')).slice(0, 20))
    await expect(search(panel, { ...options, state })).rejects.toThrow('got no JSON')
  })

  it('lists failed trials with their error, and rejects if all trials fail', async () => {
    const build = ({ level }: { level: number }) => {
      if (level > 5) throw new Error('too high')
      return new Guess(level)
    }
    const { trials } = await search(panel, { ...options, build })
    expect(trials.filter(({ error }) => error === 'too high').length).toBeGreaterThan(0)
    const never = () => {
      throw new Error('broken')
    }
    await expect(search(panel, { ...options, build: never })).rejects.toThrow(
      'got 9 evaluations without a score: broken',
    )
    await expect(search(panel, { ...options, metric: 'beauty' })).rejects.toThrow(
      'Expected metric to be one of mae, mse',
    )
  })

  it('ends when minutes are over, with the best trial so far', async () => {
    class Slow extends Guess {
      override async fit(given: Panel, fitOptions: FitOptions = {}) {
        await new Promise((resolve) => setTimeout(resolve, 30))
        return super.fit(given, fitOptions)
      }
      override fresh() {
        return new Slow(this.level)
      }
    }
    const build = ({ level }: { level: number }) => new Slow(level)
    const { trials, stoppedEarly } = await search(panel, { ...options, build, minutes: 0.15 / 60 })
    expect(stoppedEarly).toBe(true)
    expect(trials.length).toBeGreaterThan(0)
    expect(trials.length).toBeLessThan(9)
  })

  it('refuses unknown options', async () => {
    const wrong = { ...options, trails: 3 } as SearchOptions<typeof space>
    await expect(search(panel, wrong)).rejects.toThrow('got "trails"')
    await expect(search(panel, { ...options, budget: [3, 1] })).rejects.toThrow('Expected the largest budget')
  })
})
