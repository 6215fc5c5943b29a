// The program of `npm run demo`: networks made of single ops on one series, then forecasters on a panel of six series.

await import('./air-passengers.ts')
console.log()
await import('./monthly.ts')
