import { describe, expect, it } from 'vitest'
import {
  type AutoClassifierOptions,
  autoSequenceClassifier,
  autoSequenceRegressor,
  type SequenceClassifierOptions,
} from '../../../src/sequences/index.ts'
import { levels, waves } from './waves.ts'

const candidates: SequenceClassifierOptions[] = [
  { kind: 'rnn', hiddenSize: 2, epochs: 1, learningRate: 1e-6 }, // learns nothing
  { kind: 'miniRocket', features: 420 },
]

describe('parts whose others hold one label alone', () => {
  it('are left out', async () => {
    const { sequences } = waves({ count: 6 })
    const set = { sequences, labels: [1, 1, 1, 1, 1, 9] }
    const { leaderboard } = await autoSequenceRegressor(set, { candidates: [{ kind: 'miniRocket', features: 84 }] })
    expect(leaderboard).toHaveLength(1)
    expect(leaderboard[0].scores.rmse).toBeGreaterThan(0)
    const same = autoSequenceRegressor({ sequences, labels: [1, 1, 1, 1, 1, 1] })
    await expect(same).rejects.toMatchObject({ code: 'ERR_DATA' })
  })
})

describe('autoSequenceClassifier', () => {
  it('chooses by sequences that a candidate did not learn from', async () => {
    const seen: string[] = []
    const onProgress: AutoClassifierOptions['onProgress'] = ({ latest, candidates }) => {
      seen.push(`${latest.options.kind} of ${candidates}`)
    }
    const set = waves({ count: 60, classes: 3 })
    const { classifier, leaderboard } = await autoSequenceClassifier(set, { candidates, onProgress })
    expect(seen).toEqual(['rnn of 2', 'miniRocket of 2'])
    expect(leaderboard.map(({ options }) => options.kind)).toEqual(['miniRocket', 'rnn'])
    expect(leaderboard[0].scores.confusion.flat().reduce((a, b) => a + b)).toBe(60)
    expect(classifier.kind).toBe('miniRocket')
    expect((await classifier.score(waves({ count: 30, classes: 3, seed: 2 }))).accuracy).toBeGreaterThan(0.9)
  })

  it('tries every kind but rnn if no candidates are given', async () => {
    const { leaderboard } = await autoSequenceClassifier(waves({ count: 12, lengths: [8, 8] }), { folds: 2 })
    const kinds = leaderboard.map(({ options }) => options.kind)
    expect(new Set(kinds)).toEqual(new Set(['miniRocket', 'lstm', 'gru', 'lstmFcn', 'patchTransformer']))
  })

  it('stops trying when the minutes are over, and by a signal', async () => {
    const set = waves({ count: 12 })
    const { leaderboard } = await autoSequenceClassifier(set, { candidates, minutes: 0 })
    expect(leaderboard).toHaveLength(1)
    await expect(autoSequenceClassifier(set, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORT_ERR',
    })
  })

  it.each<[object, RegExp]>([
    [{ candidates: [] }, /at least one candidate/],
    [{ candidates: [{ kind: 'tree' }] }, /kind of a candidate to be one of miniRocket/],
    [{ metric: 'rmse' }, /metric .* one of accuracy, balancedAccuracy/],
    [{ folds: 1 }, /folds .* from 2/],
  ])('refuses %o', async (options, message) => {
    await expect(autoSequenceClassifier(waves({ count: 12 }), options)).rejects.toThrow(message)
  })

  it('keeps a class of one sequence to train on', async () => {
    const { sequences, labels } = waves({ count: 13 })
    const set = { sequences, labels: [...labels.slice(0, 12), 'alone'] }
    const { classifier, leaderboard } = await autoSequenceClassifier(set, { candidates })
    expect(classifier.classes).toContain('alone')
    expect(leaderboard[0].scores.confusion[0]).toEqual([0, 0, 0])
  })
})

describe('autoSequenceRegressor', () => {
  it('chooses by sequences that a candidate did not learn from', async () => {
    const { regressor, leaderboard } = await autoSequenceRegressor(levels(60, 1), { candidates: candidates as never })
    expect(leaderboard.map(({ options }) => options.kind)).toEqual(['miniRocket', 'rnn'])
    expect((await regressor.score(levels(30, 2))).r2).toBeGreaterThan(0.8)
  })
})
