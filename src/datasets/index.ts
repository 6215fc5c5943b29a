export { airPassengers, co2, monthly, stocks, sunspots } from './classic.ts'
export { type GenerateOptions, generatePanel } from './generate.ts'
