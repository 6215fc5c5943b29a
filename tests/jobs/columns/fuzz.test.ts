// A wrong role without a word is the worst answer. Random tables with known roles: the columns that are found are right,
// and a question comes only where the table has several answers. GATECAST_FUZZ=10000 tries more tables.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Tables } from '../../../src/files/index.ts'
import { findColumns } from '../../../src/jobs/columns/find_columns.ts'
import { isUsual } from '../../../src/jobs/columns/names.ts'
import { type RandomTable, randomTable } from './random_tables.ts'
import { csvOf, rowsEvidence } from './rows_evidence.ts'

const inMemory = Number(process.env.GATECAST_FUZZ ?? 400)
const inFiles = Math.min(300, Math.ceil(inMemory / 10))

const job = {
  columns: { known: [], observed: [], static: [], categorical: [] },
  layout: 'long' as const,
  timeZone: 'UTC',
  duplicates: 'error' as const,
}

type Outcome = { time: string; series: string[]; target: string } | { asks: string }

async function outcomeOf(evidence: Parameters<typeof findColumns>[1]): Promise<Outcome> {
  try {
    const { time, series, target } = (await findColumns(job, evidence)).columns
    return { time: `${time}`, series: series === undefined ? [] : [series].flat().sort(), target: `${target}` }
  } catch (error) {
    return { asks: (error as Error).message }
  }
}

/** The sets of columns of the smallest size that tell all rows of each time apart, by trying all. */
function waysToTellApart({ names, rows, time, target }: RandomTable): string[][] {
  const tellApart = (set: readonly string[]) =>
    new Set(rows.map((row) => JSON.stringify([time, ...set].map((name) => row[names.indexOf(name)])))).size ===
    rows.length
  const others = names.filter((name) => name !== time && name !== target)
  let sets: string[][] = [[]]
  for (;;) {
    const good = sets.filter(tellApart)
    if (good.length || !sets.length) return good
    sets = sets.flatMap((set) => others.filter((name) => set.every((own) => own < name)).map((name) => [...set, name]))
  }
}

/** Why a question is right; `undefined` if the table has one answer. */
function doubtOf(table: RandomTable): string | undefined {
  if (table.isBad) return 'the target has a bad cell'
  const usual = table.numbers.filter((name) => isUsual('target', name))
  if (usual.length !== 1 && table.numbers.length > 1) return 'several columns of numbers'
  const ways = waysToTellApart(table)
  if (ways.length !== 1) return 'several sets of columns tell rows apart'
  return `${ways[0]}` === `${table.series}` ? undefined : 'other columns than the ids tell rows apart'
}

const run = async (
  seed: number,
  evidenceOf: (table: RandomTable) => Parameters<typeof findColumns>[1] | Promise<Parameters<typeof findColumns>[1]>,
) => {
  const table = randomTable(seed)
  const outcome = await outcomeOf(await evidenceOf(table))
  const doubt = doubtOf(table)
  const { time, series, target } = table
  if ('asks' in outcome) {
    expect(doubt, `table ${seed} has one answer: ${outcome.asks}\n${csvOf(table)}`).toBeDefined()
    return { table, asked: outcome.asks, doubt }
  }
  expect(outcome, `table ${seed}\n${csvOf(table)}`).toEqual({ time, series: [...series], target })
  expect(table.isBad, `table ${seed} has a bad cell`).toBe(false)
  return { table, asked: undefined, doubt }
}

describe('columns of random tables', { timeout: 3_600_000 }, () => {
  it(`are right or asked about, in ${inMemory} tables in memory`, async () => {
    let asked = 0
    const reasons = new Map<string, number>()
    for (let seed = 1; seed <= inMemory; seed++) {
      const { asked: message, doubt } = await run(seed, rowsEvidence)
      if (message === undefined) continue
      asked++
      reasons.set(`${doubt}`, (reasons.get(`${doubt}`) ?? 0) + 1)
    }
    if (inMemory > 400) console.log(`${inMemory} tables: ${inMemory - asked} found, ${asked} asked`, reasons)
    // Most tables have one answer, so a rule that always asks fails here.
    expect(asked).toBeLessThan(0.6 * inMemory)
  })

  it(`are the same in ${inFiles} CSV files`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
    const path = join(folder, 'table.csv')
    const tables = await Tables.open()
    try {
      for (let seed = 1; seed <= inFiles; seed++) {
        const read = async (table: RandomTable) => {
          await writeFile(path, csvOf(table))
          return tables.evidence({ path })
        }
        const fromFile = await run(seed, read)
        const { asked } = await run(seed, rowsEvidence)
        expect(fromFile.asked?.replaceAll(` of "${path}"`, '')).toEqual(asked)
      }
    } finally {
      await tables.close()
      await rm(folder, { recursive: true })
    }
  })
})
