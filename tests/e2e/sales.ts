// Writes the files that the examples of the README and of docs/ read.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const day = 86_400_000
const start = Date.UTC(2023, 0, 1)
const stores = ['north', 'south', 'harbour']
const days = 280
const ahead = 28

/** Numbers from -1 to 1 that look random: the fractional part of a large sine. */
const noise = (n: number): number => 2 * ((Math.abs(Math.sin(n + 1)) * 43_758.5453) % 1) - 1

/** Writes daily sales of three shops with a weekly pattern, promotions and missing days, and the future promotions. */
export async function writeSales(folder: string): Promise<void> {
  const past: string[] = []
  const future: string[] = []
  stores.forEach((store, s) => {
    for (let t = 0; t < days + ahead; t++) {
      const date = new Date(start + t * day).toISOString().slice(0, 10)
      const promo = (t * 7 + s * 3) % 17 < 3 ? 1 : 0
      if (t >= days) {
        future.push(`${store},${date},${promo}`)
        continue
      }
      if ((t * 31 + s * 7) % 53 === 0) continue
      const week = [0, -4, -3, 0, 5, 14, 9][new Date(start + t * day).getUTCDay()]
      const sales = Math.round(40 + 12 * s + 0.02 * t + week + 11 * promo + 6 * noise(t + s * days))
      past.push(`${store},${date},${sales},${promo},${(4.9 - 0.5 * promo).toFixed(2)},${s === 2 ? 'coast' : 'inland'}`)
    }
  })
  await writeFile(join(folder, 'sales.csv'), ['store,date,sales,promo,price,region', ...past].join('\n'))
  await writeFile(join(folder, 'promotions.csv'), ['store,date,promo', ...future].join('\n'))
}
