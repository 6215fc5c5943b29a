import { describe, expect, it } from 'vitest'
import { choice, draw, integer, logUniform, uniform } from '../../../src/forecast/space.ts'

describe('a search space', () => {
  const space = {
    cell: choice(['gru', 'lstm']),
    rate: logUniform(1e-4, 1e-2),
    layers: integer(1, 3),
    dropout: uniform(0, 0.3),
  }

  it('gives the same configuration for the same seed and trial', () => {
    expect(draw(space, 1, 5)).toEqual(draw(space, 1, 5))
    expect(draw(space, 1, 5)).not.toEqual(draw(space, 2, 5))
  })

  it('draws all of its values equally often', () => {
    const drawn = Array.from({ length: 3000 }, (_, trial) => draw(space, 0, trial))
    const share = (of: (drawn: { cell: string; rate: number; layers: number; dropout: number }) => boolean) =>
      drawn.filter(of).length / drawn.length
    expect(share(({ cell }) => cell === 'gru')).toBeCloseTo(1 / 2, 1)
    expect(share(({ layers }) => layers === 3)).toBeCloseTo(1 / 3, 1)
    expect(share(({ rate }) => rate < 1e-3)).toBeCloseTo(1 / 2, 1)
    expect(share(({ dropout }) => dropout < 0.1)).toBeCloseTo(1 / 3, 1)
    expect(drawn.every(({ layers, dropout }) => layers >= 1 && layers <= 3 && dropout >= 0 && dropout < 0.3)).toBe(true)
  })

  it('refuses bounds that do not ascend, and an empty choice', () => {
    expect(() => uniform(1, 0)).toThrow('Expected a lower and an upper bound, got 1 and 0')
    expect(() => logUniform(0, 1)).toThrow('Expected bounds above 0')
    expect(() => choice([])).toThrow('Expected a choice')
  })
})
