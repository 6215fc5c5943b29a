// biome-ignore-all lint/suspicious/noTemplateCurlyInString: job files have variables of this form

// Job files as people write them: variables, anchors, merge keys, and every mistake with its line.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { jobOf, parseJob, readJob } from '../../src/jobs/job/read_job.ts'
import { mistakes } from './mistakes.ts'

const lines = (...all: string[]) => all.join('\n')

afterEach(() => vi.unstubAllEnvs())

describe('values that a later step reads', () => {
  it('are checked before the source is read, all at once', () => {
    const text = lines(
      'source: missing.csv',
      'timeZone: Europe/Berlni',
      'frequency: 99x',
      'quantiles: [0.9, 0.1]',
      'train: { memory: lots }',
      'model:',
      '  kind: gru',
      '  hiddenSize: -1',
      '  layerz: 2',
      '  dropout: 3',
      'columns: { time: day, target: day }',
      'duplicates: summ',
      'timeFormat: ISO',
      'queue: mysql://host',
    )
    expect(mistakes(text)).toEqual([
      expect.stringMatching(/^job.yaml:2: timeZone: expected .*IANA name.* got "Europe\/Berlni"/),
      expect.stringMatching(/^job.yaml:3: frequency: expected a frequency, .* got "99x"/),
      expect.stringMatching(/^job.yaml:4: quantiles: expected quantile levels that ascend .* got \[0.9, 0.1\]$/),
      'job.yaml:5: train.memory: expected a size, for example 500MB or 1GB, got "lots"',
      'job.yaml:8: model.hiddenSize: expected a whole number from 1 on, got -1',
      expect.stringMatching(/^job.yaml:9: model.layerz: .*Did you mean "layers"\?$/),
      'job.yaml:10: model.dropout: expected at least 0 and below 1, got 3',
      'job.yaml:11: columns: expected column "day" in one role, got the column as time and target',
      expect.stringMatching(/^job.yaml:12: duplicates: .*Did you mean "sum"\?$/),
      expect.stringMatching(/^job.yaml:13: timeFormat: expected one of auto, /),
      expect.stringMatching(/^job.yaml:14: queue: expected the address of a queue, .*mysql:/),
    ])
  })

  it.each([
    ['quantiles: [0.5, 0.5]', /ascend/],
    ['quantiles: [0, 0.5]', /quantiles\[0\]: expected a number above 0, got 0/],
    ['train: { memory: 0MB }', /expected a size/],
    ['train: { memory: 5 }', /quote it: "5"/],
    ['columns: { known: [a, b, a] }', /twice in known/],
    ['columns: { known: a, static: a }', /"a" in one role, got the column as known and static/],
    ['columns: { target: y, categorical: y }', /"y" under categorical/],
    ['layout: wide\ncolumns: { known: promo }', /no columns under known in the wide layout/],
    ['timeZone: +25:00', /IANA/],
    ['frequency: 15 mins of fame', /expected a frequency/],
    ['columns: { target: 2024 }', /expected a text or a list, got 2024. If it is a text, quote it: "2024"/],
  ])('refuses %j', (text, message) => {
    expect(mistakes(text)).toEqual([expect.stringMatching(message)])
  })

  it('are checked in the objects of programs too', () => {
    expect(() => jobOf({ timeZone: 'Mars/Base', frequency: 'x' })).toThrow(/2 mistakes:\n.*frequency.*\n.*timeZone/)
  })
})

describe('variables', () => {
  it('are filled in, and read as YAML reads what they hold', () => {
    vi.stubEnv('FOLDER', '/data/new')
    vi.stubEnv('STEPS', '28')
    vi.stubEnv('EMPTY', '')
    const text = lines(
      'source: ${FOLDER}/sales.csv # ${COMMENT}',
      'horizon: ${STEPS}',
      'seed: ${SEED:-7}',
      'model: { kind: gru, hiddenSize: ${SIZE:-${STEPS}} }',
      'columns: { time: "${STEPS}", target: ${TARGET:-net: sales, all}, static: [${EMPTY:-region}] }',
      "out: '$${FOLDER}'",
    )
    expect(parseJob(text, 'job.yaml')).toMatchObject({
      source: { path: '/data/new/sales.csv' },
      horizon: 28,
      seed: 7,
      model: { kind: 'gru', hiddenSize: 28 },
      columns: { time: '28', target: 'net: sales, all', static: ['region'] },
      out: '${FOLDER}',
    })
  })

  it('may stand in JSON, where a variable alone is read as a number', () => {
    vi.stubEnv('STEPS', '28')
    const text = '{ "source": "sales-${STEPS}.csv", "horizon": "${STEPS}" }'
    expect(parseJob(text, 'job.json')).toMatchObject({ source: { path: 'sales-28.csv' }, horizon: 28 })
  })

  it('may hold lists and maps as YAML writes them in brackets', () => {
    vi.stubEnv('LEVELS', '[0.1, 0.9]')
    vi.stubEnv('MODEL', '{ kind: gru, hiddenSize: 8 }')
    vi.stubEnv('GLOB', '[ab].csv')
    const parsed = { quantiles: [0.1, 0.9], model: { kind: 'gru', hiddenSize: 8 }, source: { path: '[ab].csv' } }
    const text = 'source: ${GLOB}\nquantiles: ${LEVELS}\nmodel: ${MODEL}\ncolumns: { target: "${LEVELS}" }'
    expect(parseJob(text, 'job.yaml')).toMatchObject({ ...parsed, columns: { target: '[0.1, 0.9]' } })
    const json = '{ "source": "${GLOB}", "quantiles": "${LEVELS}", "model": "${MODEL}" }'
    expect(parseJob(json, 'job.json')).toMatchObject(parsed)
    vi.stubEnv('LEVELS', '[0.1, 5]')
    expect(mistakes('seed: 1\nquantiles: ${LEVELS}')).toEqual([
      'job.yaml:2: quantiles[1]: expected a number below 1, got 5',
    ])
  })

  it('keep the lines of what follows', () => {
    vi.stubEnv('QUERY', 'select\n*\nfrom x')
    expect(mistakes('source: { query: "${QUERY}" }\nhorizon: 0')).toEqual([expect.stringMatching(/^job.yaml:2: /)])
  })

  it.each([
    ['seed: 1\nout: x/${NO_SUCH}.csv', 'job.yaml:2: out: expected the variable NO_SUCH in the environment, got none.'],
    ['source: ${A.B}', 'job.yaml:1: source: expected ${NAME} or ${NAME:-default}, got ${A.B}.'],
    ['source: ${A', 'job.yaml:1: source: expected ${NAME} or ${NAME:-default}, got ${.'],
    ['source: "${NO_SUCH:?text}"', 'job.yaml:1: source: expected ${NAME} or ${NAME:-default}, got ${NO_SUCH:?text}.'],
  ])('that cannot be filled in are mistakes: %j', (text, message) => {
    expect(mistakes(text)).toEqual([expect.stringContaining(message)])
  })

  it('that a flag replaces need not be set', () => {
    expect(parseJob('horizon: ${NO_SUCH}', 'job.yaml', { horizon: 3 })).toMatchObject({ horizon: 3 })
  })
})

describe('anchors', () => {
  it('may be merged, from keys that begin with x-', () => {
    const text = lines(
      'x-training: &training { epochs: 3, validation: 0.1 }',
      'x-step: &step d',
      'frequency: *step',
      'train:',
      '  <<: *training',
      '  epochs: 9',
    )
    expect(parseJob(text, 'job.yaml')).toMatchObject({ frequency: 'd', train: { epochs: 9, validation: 0.1 } })
  })

  it('keep the line of a mistake where it is written', () => {
    const text = lines('x-base: &base', '  epochs: 3', '  memory: lots', 'train:', '  <<: *base')
    expect(mistakes(text)).toEqual([expect.stringMatching(/^job.yaml:3: train.memory: /)])
  })

  it.each([
    ['horizon: 7\nfrequency: *step', /^job.yaml:2: frequency: .* got \*step\. .*quote it: "\*step"$/],
    ['source: *.csv', /^job.yaml:1: source: .* got \*\.csv\. .*quote it: "\*\.csv"$/],
    ['source: **/*.csv', /quote it: "\*\*\/\*\.csv"$/],
    ['seed: 1\ntrain:\n  <<: *base', /^job.yaml:3: .* got \*base\./],
    ['train:\n  <<: 5', /^job.yaml:2: expected a map or an anchor of a map under <</],
    ['x-a: &a [*a]', undefined],
    ['missing: &a [*a]', /^job.yaml:1: missing\[0\]: expected a value that ends/],
    [`x-a: &a 1\nmissing:\n${'- *a\n'.repeat(150)}`, /^job.yaml:103: expected at most 100 uses of anchors/],
  ])('without a value are mistakes: %j', (text, message) => {
    if (message) expect(mistakes(text)).toEqual([expect.stringMatching(message)])
    else expect(() => parseJob(text, 'job.yaml')).not.toThrow()
  })

  it('without a value do not hide other mistakes', () => {
    expect(mistakes('frequency: *step\nhorizon: 0\nout: ${NO_SUCH}')).toHaveLength(3)
  })
})

describe('a text that is no job', () => {
  it.each([
    ['', /^job.yaml:1: expected keys, .* got an empty file$/],
    ['# nothing\n', /got an empty file$/],
    ['- source: a.csv', /^job.yaml:1: the job: expected keys with values, got an array/],
    ['horizon: 3\n---\nhorizon: 4', /^job.yaml:2: expected one job, got a second one/],
    ['train:\n\tepochs: 3', /^job.yaml:2: Tabs .*Use spaces$/],
    ['seed: 1\nseed: 2', /^job.yaml:2: seed: expected each key once, got it in line 1 too. Remove one of them$/],
    ['out: @home/x', /^job.yaml:1: .*Quote the text$/],
    ['seed: 1\nout: "C:\\data"', /^job.yaml:2: .*single quotes/],
    ['out: !path x', /^job.yaml:1: .*!path/],
    ['out: a: b', /^job.yaml:1: .*Quote a text that contains ": "/],
  ])('is refused with its line: %j', (text, message) => {
    expect(mistakes(text)).toEqual([expect.stringMatching(message)])
  })

  it.each([
    ['UTF-8 with a mark', Buffer.from('\uFEFFhorizon: 3\r\nseed: 5\r\n')],
    ['UTF-16 with a mark', Buffer.from('\uFEFFhorizon: 3\nseed: 5\n', 'utf16le')],
    ['JSON with a mark', Buffer.from('\uFEFF{ "horizon": 3, "seed": 5 }')],
  ])('may be %s', async (_, bytes) => {
    expect(await readJob(await written(bytes))).toMatchObject({ horizon: 3, seed: 5 })
  })

  it('of bytes that are no UTF-8 is refused', async () => {
    const path = await written(Buffer.from('source: S\xe3o.csv', 'latin1'))
    await expect(readJob(path)).rejects.toMatchObject({ code: 'ERR_JOB', message: expect.stringContaining('UTF-8') })
  })
})

async function written(bytes: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'job.yaml')
  await writeFile(path, bytes)
  return path
}
