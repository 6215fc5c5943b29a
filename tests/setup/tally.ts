import { appendFileSync } from 'node:fs'

/** What tests count for the table of `npm run test:reliability`. */
export type Counted = 'inputs' | 'faults' | 'rows' | 'lost' | 'growth'

/**
 * Adds to a count of that table. Without `GATECAST_TALLY`, the file that the counts of all processes go to, nothing is
 * counted.
 */
export function tally(counted: Counted, number: number): void {
  const file = process.env.GATECAST_TALLY
  if (file) appendFileSync(file, `${counted} ${number}\n`)
}
