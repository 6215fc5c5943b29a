export { airPassengers, co2, monthly, shopSales, stocks, sunspots } from './classic.ts'
export { type GenerateOptions, generatePanel } from './generate.ts'
