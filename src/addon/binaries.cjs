// Loads the addon of a platform. Each `require` has a literal path and stands in CommonJS, because only such a path is
// found by bundlers. Nothing is loaded until a function is called.
const addons = {
  'darwin-arm64': () => require('gatecast/darwin-arm64'),
  'darwin-x64': () => require('gatecast/darwin-x64'),
  'linux-arm64': () => require('gatecast/linux-arm64'),
  'linux-arm64-musl': () => require('gatecast/linux-arm64-musl'),
  'linux-x64': () => require('gatecast/linux-x64'),
  'linux-x64-musl': () => require('gatecast/linux-x64-musl'),
  'win32-arm64': () => require('gatecast/win32-arm64'),
  'win32-x64': () => require('gatecast/win32-x64'),
}

// The folder is asked when the program runs. Bundlers would resolve an `import.meta.url` when they run, and write the
// path of the machine into the bundle, or take the file that it leads to.
const isFile = typeof __filename === 'string' && /^(\/|[A-Za-z]:|\\\\).*[\\/]binaries\.cjs$/.test(__filename)

module.exports = { addons, ownFolder: isFile ? __dirname : undefined }
