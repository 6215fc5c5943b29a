// The Temporal of the runtime, or the polyfill. The polyfill takes as long to load as the rest of the library, so it is
// loaded when a time zone is first used. This file is CommonJS because `require` is synchronous, as callers need it,
// and bundlers follow it.
module.exports = () => globalThis.Temporal ?? require('temporal-polyfill').Temporal
