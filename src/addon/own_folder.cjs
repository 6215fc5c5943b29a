// The folder of this file: dist/js of the package, or src/addon of a checkout; undefined in a bundle. It is asked when the
// program runs. Bundlers would resolve an `import.meta.url` when they run, and write the path of the machine into the
// bundle, or take the file that it leads to.
const isFile = typeof __filename === 'string' && /^(\/|[A-Za-z]:|\\\\).*[\\/]own_folder\.cjs$/.test(__filename)
module.exports = isFile ? __dirname : undefined
