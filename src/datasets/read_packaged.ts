import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/**
 * The address of a file in the folder `datasets` of the package. It is relative to this file, and right for
 * `src/datasets` and for the bundle in `dist/js`, as both are two folders below the package.
 */
const addressOf = (file: string): URL => new URL(`../../datasets/${file}`, import.meta.url)

/** The path of a file in the folder `datasets` of the package. */
export const packagedPath = (file: string): string => fileURLToPath(addressOf(file))

/** Reads the rows of a CSV file in the folder `datasets` of the package. */
export async function readPackaged(file: string): Promise<Record<string, string>[]> {
  const { parse } = await import('csv-parse/sync')
  return parse(await readFile(addressOf(file)), { columns: true })
}
