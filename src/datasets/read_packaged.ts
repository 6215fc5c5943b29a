import { readFile } from 'node:fs/promises'

/**
 * Reads the rows of a CSV file in the folder `datasets` of the package. The path is relative to this file, and right
 * for `src/datasets` and for the bundle in `dist/js`, as both are two folders below the package.
 */
export async function readPackaged(file: string): Promise<Record<string, string>[]> {
  const { parse } = await import('csv-parse/sync')
  return parse(await readFile(new URL(`../../datasets/${file}`, import.meta.url)), { columns: true })
}
