// What `npm run demo` shows: networks made op by op on one series, then forecasters on a panel of several.

await import('./air-passengers.ts')
console.log()
await import('./monthly.ts')
