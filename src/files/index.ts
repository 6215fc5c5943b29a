export type { IdRange, Ids, Reading, Source, SourceColumn } from './source.ts'
export type { Survey } from './survey.ts'
export { Tables, type TablesOptions } from './tables.ts'
