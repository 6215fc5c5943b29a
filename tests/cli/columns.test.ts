// From a CSV file to a forecast that uses its columns, by what the command prints.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { useSandbox } from './command.ts'

const sandbox = useSandbox()
const gatecast = (...args: Parameters<typeof sandbox.gatecast>) => sandbox.gatecast(...args)
const at = (name: string) => join(sandbox.path, name)
const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const promoOf = (t: number) => Number(t % 5 === 0)
const lines = (from: number, to: number, line: (t: number) => string) =>
  Array.from({ length: to - from }, (_, i) => line(from + i))

const history = lines(0, 90, (t) => `${day(t)},${100 + 10 * (t % 7) + 40 * promoOf(t)},${promoOf(t)}`)
const plan = lines(90, 104, (t) => `${day(t)},${promoOf(t)}`)

describe('--target', { timeout: 120_000 }, () => {
  const rows = ['a', 'b'].flatMap((id) => lines(0, 40, (t) => `${id},${day(t)},${100 + (t % 7)},${(t * 3) % 5}`))
  beforeAll(() => writeFile(at('two.csv'), ['id,date,load,temp', ...rows, ''].join('\n')))
  const output = (name: string) => readFile(at(name), 'utf8')

  it('takes several columns, with commas or as flags of their own, and writes a row for each', async () => {
    const forecast = 'forecast two.csv --horizon 2 --model naive --out'
    const { code, stderr } = await gatecast(`${forecast} commas.csv --target load,temp`)
    expect({ code, notes: stderr.split('\n').slice(1, 4) }).toEqual({
      code: 0,
      notes: ['time: date (--time)', 'series: id (--series)', 'frequency: d'],
    })
    expect((await gatecast(`${forecast} flags.csv --target load --target temp`)).code).toBe(0)
    expect(await output('flags.csv')).toBe(await output('commas.csv'))
    expect((await output('commas.csv')).split('\n').map((line) => line.split(',').slice(0, 4).join())).toEqual([
      'id,target,date,mean',
      ...['a', 'b'].flatMap((id) => [
        ...[`${id},load,2024-02-10,104`, `${id},load,2024-02-11,104`],
        ...[`${id},temp,2024-02-10,2`, `${id},temp,2024-02-11,2`],
      ]),
      '',
    ])
  })

  it('is named with the targets of a trained model that has others', async () => {
    const train = 'train two.csv --horizon 2 --model tsMixer --option context=7 --epochs 1 --out two.safetensors'
    expect((await gatecast(`${train} --target load,temp`)).code).toBe(0)
    expect((await gatecast('inspect two.safetensors')).stdout).toMatch(/^targets +load, temp$/m)
    const { code, stderr } = await gatecast('forecast two.csv --model two.safetensors --target temp --out no.csv')
    expect(code).toBe(2)
    expect(stderr).toContain('got temp. Use --target load,temp, or train another model')
  })
})

describe('a column that a forecast does not use', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    await writeFile(at('promo.csv'), ['date,sales,promo', ...history, ''].join('\n'))
    await writeFile(at('plan.csv'), ['date,promo', ...plan, ''].join('\n'))
    const open = lines(90, 104, (t) => `${day(t)},,${promoOf(t)}`)
    await writeFile(at('open.csv'), ['date,sales,promo', ...history, ...open, ''].join('\n'))
    await writeFile(at('comma.csv'), ['date,sales,"promo, flag"', ...history, ''].join('\n'))
  })
  const forecast = 'forecast promo.csv --horizon 14 --model theta --out f.csv'

  it('is named, with the flags and the plan that use it', async () => {
    const { code, stderr } = await gatecast(forecast)
    expect(code).toBe(0)
    expect(stderr.split('\n').slice(0, 6)).toEqual([
      'reading promo.csv',
      'time: date (--time)',
      'one series (--series names a column of ids)',
      'target: sales (--target)',
      'not used: promo (--known, --observed, --static)',
      'to use promo: if the values ahead are known, --known promo --future plan.csv, where plan.csv has the columns ' +
        'date, promo and a row for each of the next 14 steps; if not, --observed promo',
    ])
    expect((await gatecast(`${forecast} --known promo --future plan.csv`)).code).toBe(0)
  })

  it('is refused as known before a model is trained, if nothing is known ahead', async () => {
    const { code, stdout, stderr } = await gatecast(`${forecast} --known promo`.replace('theta', 'gru'))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Use --future plan.csv, where plan.csv has the columns date, promo and a row for each')
    expect(stderr).not.toMatch(/training|trying models/)
    const open = await gatecast('forecast open.csv --horizon 14 --model theta --out open-out.csv --known promo')
    expect(open).toMatchObject({ code: 0 })
  })

  it('is named if the future table has it', async () => {
    const { code, stderr } = await gatecast(`${forecast} --future plan.csv`)
    expect(code).toBe(2)
    expect(stderr).toContain('It has promo: use --known promo')
  })

  it.each([
    ['comma.csv', ['--known', 'promo, flag'], '"promo, flag"'],
    ['promo.csv', ['--known', 'promo'], 'promo'],
    ['promo.csv', ['--known', 'promo', '--observed', 'sales', '--target', 'promo'], undefined],
  ])('can have a comma in its name: %s %j', async (file, flags, known) => {
    const { code, stdout, stderr } = await gatecast(['inspect', file, ...flags])
    if (known === undefined) return expect(stderr).toMatch(/promo/)
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^known +${known}$`, 'm'))
  })

  it('is one of several that a repeated flag names', async () => {
    const wide = lines(0, 60, (t) => `${day(t)},${t % 7},${promoOf(t)},${t % 3},${t % 4}`)
    await writeFile(at('several.csv'), ['date,y,"a, b",c,d', ...wide, ''].join('\n'))
    const { stdout } = await gatecast(['inspect', 'several.csv', '--known', 'a, b', '--known', 'c,d'])
    expect(stdout).toMatch(/^known +"a, b", c, d$/m)
  })

  it('is reported by inspect as by forecast', async () => {
    const { stderr } = await gatecast('inspect promo.csv --horizon 14')
    expect(stderr).toContain('not used: promo (--known, --observed, --static)\nto use promo: ')
  })

  it('is asked about if the answer could be wrong', async () => {
    const bad = history.map((line, i) => (i === 30 ? line.replace(/,\d+,/, ',#N/A,') : line))
    await writeFile(at('bad.csv'), ['date,sales,promo', ...bad, ''].join('\n'))
    const { code, stdout, stderr } = await gatecast('forecast bad.csv --horizon 14 --out bad-out.csv')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/column "sales", which can be the target, got "#N\/A" \(line 32 of "bad.csv"\).*--missing/)
    const mended = [
      'forecast',
      'bad.csv',
      '--horizon',
      '14',
      '--model',
      'theta',
      '--out',
      'bad-out.csv',
      '--missing',
      '#N/A',
    ]
    expect((await gatecast(mended)).code).toBe(0)
  })
})
