// The package of DuckDB. It consists of 180 CommonJS files, which `import` parses twice: it would take three times as
// long. Bundlers follow the literal name.
module.exports = () => require('@duckdb/node-api')
