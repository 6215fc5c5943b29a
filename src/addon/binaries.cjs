// Loads the addon of a platform. Each `require` has a literal path and stands in CommonJS, because only such a path is
// found by bundlers. Nothing is loaded until a function is called.
module.exports = {
  'darwin-arm64': () => require('gatecast/darwin-arm64'),
  'darwin-x64': () => require('gatecast/darwin-x64'),
  'linux-arm64': () => require('gatecast/linux-arm64'),
  'linux-arm64-musl': () => require('gatecast/linux-arm64-musl'),
  'linux-x64': () => require('gatecast/linux-x64'),
  'linux-x64-musl': () => require('gatecast/linux-x64-musl'),
  'win32-arm64': () => require('gatecast/win32-arm64'),
  'win32-x64': () => require('gatecast/win32-x64'),
}
