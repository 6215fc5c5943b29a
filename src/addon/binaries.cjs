// The addon of every platform. A bundler follows `require` of a literal, and only in CommonJS; nothing is loaded until
// its function is called.
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
