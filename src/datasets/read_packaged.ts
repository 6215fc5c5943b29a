import { readFile } from 'node:fs/promises'

/**
 * The rows of a file of the package's `datasets/`, whose first line names the columns. `src/datasets` and
 * `dist/js` lie equally deep, so one relative path serves both.
 */
export async function readPackaged(file: string): Promise<Record<string, string>[]> {
  const { parse } = await import('csv-parse/sync')
  return parse(await readFile(new URL(`../../datasets/${file}`, import.meta.url)), { columns: true })
}
