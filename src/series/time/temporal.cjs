// Temporal of the runtime, else the polyfill, which takes as long to load as the rest of the library together: only when a
// time zone is first used. CommonJS, because callers do not wait, and bundlers follow only this.
module.exports = () => globalThis.Temporal ?? require('temporal-polyfill').Temporal
