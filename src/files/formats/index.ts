import type { FormatName } from '../source.ts'
import { csv } from './csv.ts'
import { duckdbFile } from './duckdb.ts'
import type { Format } from './format.ts'
import { json } from './json.ts'
import { parquet } from './parquet.ts'

/** The formats by name. If several formats match a path or a folder, the first wins. */
export const formats: { readonly [Name in FormatName]: Format<Name> } = { csv, parquet, json, duckdb: duckdbFile }

/** The names of the formats, in the order of the table. */
export const formatNames = Object.keys(formats) as FormatName[]
