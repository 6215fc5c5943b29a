// Keys of a job file that cannot be used: each is named with its line, and hides no other mistake.

import { describe, expect, it } from 'vitest'
import { parseJob } from '../../src/jobs/job/read_job.ts'
import { mistakes } from './mistakes.ts'

describe('keys', () => {
  it.each([
    ['seed: 1\nhorizon: 0\n\nseed: 2', ['job.yaml:2: horizon: ', 'job.yaml:4: seed: expected each key once']],
    ['train:\n  epochs: 1\n  "epochs": 2', ['job.yaml:3: epochs: expected each key once, got it in line 2 too']],
    ['seed: 1\nhorizon: 2\n1: 3', ['job.yaml:3: 1: unknown key']],
    ['seed: 1\ntrue: 3', ['job.yaml:2: true: unknown key']],
    ['seed: 1\n~: 3', ['job.yaml:2: expected the name of a key, got nothing']],
    ['seed: 1\n[a, b]: 3\nout: ""', ['job.yaml:2: expected the name of a key, got a list', 'job.yaml:3: out: ']],
    ['seed: 1\n{a: 1}: 3', ['job.yaml:2: expected the name of a key, got a map']],
    ['{\n  // seed\n  "seed": 1\n}', ['job.yaml:2: expected a key, got a comment that begins with /. Begin it with #']],
    ['// seed\n{ "seed": 1 }', ['job.yaml:1: Implicit keys need to be on a single line. Begin a comment with #']],
  ])('that cannot be used are named and hide no other mistake: %j', (text, expected) => {
    expect(mistakes(text)).toEqual(expected.map((words) => expect.stringContaining(words)))
  })

  it('may be written like a key of JSON that has a comment of YAML', () => {
    expect(parseJob('{ # a job\n  "seed": 1\n}', 'job.json')).toMatchObject({ seed: 1 })
  })
})

describe('a model', () => {
  it.each([
    [
      'model: thetta',
      /^job.yaml:1: model: expected auto, a kind among naive, .* got "thetta". Did you mean "theta"\?$/,
    ],
    ['model: { registry: r, nme: x }', /^job.yaml:1: model.nme: .*Did you mean "name"\?$/],
    ['model: { hiddenSize: 4, layers: 2 }', /^job.yaml:1: model.kind: expected one of naive, .* got nothing/],
    [
      'model: { path: a.safetensors, hiddenSize: 4 }',
      /^job.yaml:1: model.hiddenSize: expected a key that goes with the others here/,
    ],
  ])('is read as the alternative whose keys are written: %j', (text, message) => {
    expect(mistakes(text)).toContainEqual(expect.stringMatching(message))
  })
})

it('a value after # is a comment, which the mistake says', () => {
  expect(mistakes('seed: 1\nreport: #b')).toEqual([
    'job.yaml:2: report: expected a text, got nothing. From # on, the line is a comment. If it is a text, quote it',
  ])
})
