import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jobOf, parseJob, readJob } from '../../src/jobs/job/read_job.ts'

/** Returns the message of the error that a call throws. */
function messageOf(call: () => unknown): string {
  try {
    call()
  } catch (error) {
    expect(error).toMatchObject({ name: 'GatecastError', code: 'ERR_JOB' })
    return (error as Error).message
  }
  throw new Error('Expected an error')
}

describe('parseJob', () => {
  it('fills in defaults', () => {
    const job = parseJob('source: sales.csv\nhorizon: 28', 'job.yaml')
    expect(job).toMatchObject({
      source: { path: 'sales.csv' },
      horizon: 28,
      model: 'auto',
      quantiles: [0.1, 0.5, 0.9],
      columns: { known: [] },
      backtest: { windows: 3 },
      seed: 0,
    })
  })

  it('reads JSON as well, indented by tabs or not', () => {
    const text = '{\n\t"source": { "path": ["a.csv", "b.csv"] },\n\t"horizon": 3\n}'
    expect(parseJob(text, 'job.json')).toMatchObject({ source: { path: ['a.csv', 'b.csv'] }, horizon: 3 })
  })

  it('accepts one name instead of a list of names', () => {
    expect(parseJob('columns: { known: promo, static: [region] }', 'job.yaml').columns).toMatchObject({
      known: ['promo'],
      static: ['region'],
    })
  })

  it.each([
    ['sales.safetensors', { path: 'sales.safetensors' }],
    ['{ registry: models, name: sales }', { registry: 'models', name: 'sales', version: 'latest' }],
    ['{ kind: gru, hiddenSize: 64 }', { kind: 'gru', hiddenSize: 64 }],
    ['auto', 'auto'],
    ['gru', { kind: 'gru' }],
    ['./gru', { path: './gru' }],
  ])('reads model: %s', (text, model) => {
    expect(parseJob(`model: ${text}`, 'job.yaml').model).toEqual(model)
  })

  it('reads limits of the target for a model that is chosen, and refuses other options there', () => {
    const read = (model: string) => parseJob(`source: a.csv\nhorizon: 7\nmodel: ${model}`, 'job.yaml').model
    expect(read('{ kind: auto, nonNegative: true, upper: 9 }')).toEqual({ kind: 'auto', nonNegative: true, upper: 9 })
    expect(read('{ kind: theta, lower: 0 }')).toEqual({ kind: 'theta', lower: 0 })
    expect(() => read('{ kind: auto, hiddenSize: 3 }')).toThrow(
      'model.hiddenSize: expected an option of a model of kind auto',
    )
    expect(() => read('{ kind: auto, lower: yes }')).toThrow('model.lower: ')
  })

  it('reports all mistakes at once, each with file, line, key, expected value and given value', () => {
    const text = [
      'source: sales.csv',
      'horizon: 28d',
      'quantile: [0.1]',
      'model:',
      '  kind: gruu',
      'columns:',
      '  tme: date',
      'quantiles: [0.1, 1.5]',
      'layout: logn',
    ].join('\n')
    expect(
      messageOf(() => parseJob(text, 'job.yaml'))
        .split('\n')
        .slice(1),
    ).toEqual([
      '  job.yaml:2: horizon: expected a number, got "28d"',
      '  job.yaml:3: quantile: unknown key. Did you mean "quantiles"?',
      expect.stringMatching(
        /^ {2}job.yaml:5: model.kind: expected one of naive, .*, gru, .*, got "gruu". Did you mean "gru"\?$/,
      ),
      expect.stringMatching(
        /^ {2}job.yaml:7: columns.tme: expected one of series, time, .*unknown key. Did you mean "time"\?$/,
      ),
      '  job.yaml:8: quantiles[1]: expected a number below 1, got 1.5',
      '  job.yaml:9: layout: expected one of long, wide, got "logn". Did you mean "long"?',
    ])
  })

  it('names the key of a notation that is wrong, and not its neighbour', () => {
    expect(messageOf(() => parseJob("units: ['\u2212']", 'job.yaml'))).toMatch(
      /units: expected units to be a list of signs/,
    )
    expect(messageOf(() => parseJob("decimal: ','\nthousands: ','", 'job.yaml'))).toMatch(/thousands: expected decimal/)
  })

  it('suggests the right place of a key that is at the wrong one', () => {
    expect(messageOf(() => parseJob('target: sales', 'job.yaml'))).toContain('Did you mean "columns.target"?')
  })

  it('gives the line of the keys around a missing key', () => {
    const text = 'train:\n  epochs: 3\n  save:\n    registry: models'
    expect(messageOf(() => parseJob(text, 'job.yaml'))).toContain(
      'job.yaml:3: train.save.name: expected a text, got nothing',
    )
  })

  it.each([
    ['- a list', 'job.yaml:1: the job: expected keys with values, got an array'],
    ['source: [', 'job.yaml:1:'],
    ['horizon: 1\nhorizon: 2', 'job.yaml:2: horizon: expected each key once, got it in line 1 too'],
  ])('refuses %j', (text, message) => {
    expect(messageOf(() => parseJob(text, 'job.yaml'))).toContain(message)
  })

  it('replaces single keys by overrides, but a source or a model as a whole', () => {
    const text =
      'source: { path: a.duckdb, table: sales }\nmodel: { kind: gru, layers: 2 }\ntrain: { epochs: 5, validation: 0.1 }'
    const job = parseJob(text, 'job.yaml', { source: 'b.csv', model: { kind: 'lstm' }, train: { epochs: 9 } })
    expect(job).toMatchObject({
      source: { path: 'b.csv' },
      model: { kind: 'lstm' },
      train: { epochs: 9, validation: 0.1 },
    })
    expect(job.model).not.toHaveProperty('layers')
  })

  it('names the flag of an override', () => {
    const message = messageOf(() => parseJob('source: a.csv', 'job.yaml', { horizon: 0 }, (key) => `--${key}`))
    expect(message).toContain('--horizon: expected a number of at least 1, got 0')
  })
})

describe('readJob', () => {
  it('reads a file, and names a file that does not exist', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
    const path = join(folder, 'job.yaml')
    await writeFile(path, 'source: sales.csv\nhorizon: 7\n')
    expect(await readJob(path, { horizon: 14 })).toMatchObject({ horizon: 14 })
    await rm(folder, { recursive: true })
    await expect(readJob(path)).rejects.toMatchObject({ code: 'ERR_FILE', message: expect.stringContaining(path) })
  })
})

describe('jobOf', () => {
  it('checks the object of a program', () => {
    expect(jobOf({ source: 'sales.csv', horizon: 7 })).toMatchObject({ horizon: 7, timeZone: 'UTC' })
    expect(messageOf(() => jobOf({ horizon: 1.5 }))).toContain('horizon: expected a whole number, got 1.5')
  })
})
