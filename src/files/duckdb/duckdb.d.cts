import type * as Duckdb from '@duckdb/node-api'

/** @throws an error of Node if it is not installed */
declare const loadDuckdb: () => typeof Duckdb
export = loadDuckdb
