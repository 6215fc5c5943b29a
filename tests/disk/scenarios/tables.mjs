// Tables that are written through DuckDB, in each format, over older ones.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeTable } from '../../../dist/js/files.js'

const names = ['t.parquet', 't.csv', 't.csv.gz', 't.tsv', 't.json', 't.jsonl']
const columns = (first) => [
  { name: 'id', type: 'text', values: ['a', 'b', 'c'], repeat: 2_000 },
  { name: 'value', type: 'number', values: Float64Array.from({ length: 6_000 }, (_, i) => first + Math.sin(i)) },
]

const write = async (folder, first) => {
  for (const name of names) await writeTable(join(folder, name), columns(first))
}

export async function prepare(folder) {
  await mkdir(folder, { recursive: true })
  await write(folder, 1)
}
export const act = (folder) => write(folder, 2)
