import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'

/**
 * The rows of a file of the package's `datasets/`, whose first line names the columns. `src/datasets` and
 * `dist/datasets` lie equally deep, so one relative path serves both.
 */
export async function readPackaged(file: string): Promise<Record<string, string>[]> {
  return parse(await readFile(new URL(`../../datasets/${file}`, import.meta.url)), { columns: true })
}
