import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export const readText = (folder: string, file: string): string =>
  gunzipSync(readFileSync(join(folder, file))).toString()

/** Reads lines of comma-separated cells without quotes. */
export const readCells = (folder: string, file: string): string[][] =>
  readText(folder, file)
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')))

export const transposed = (rows: readonly (readonly number[])[]): Float64Array[] =>
  rows[0].map((_, column) => Float64Array.from(rows, (row) => row[column]))
