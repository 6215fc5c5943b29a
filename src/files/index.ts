export { joinTables } from './join_tables.ts'
export type { SourcePart, SourceParts } from './parts.ts'
export { repartitioned } from './repartition.ts'
export type { IdRange, Ids, Reading, Source, SourceColumn } from './source.ts'

export type { Survey } from './survey.ts'
export { Tables, type TablesOptions } from './tables.ts'
export type { WriteColumn } from './write_columns.ts'
export { type Written, writeTable } from './write_table.ts'
