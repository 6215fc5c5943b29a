/** The Temporal of the runtime, or the polyfill. */
declare const temporal: () => typeof import('temporal-polyfill', { with: { 'resolution-mode': 'import' }}).Temporal
export = temporal
