// Values that the examples of gatecast/files use without declaring them: an open source of sales, and columns to write.

import { Tables, writeTable } from 'gatecast/files'

export const tables = await Tables.open()
export const reading = { series: 'store', time: 'date', target: 'sales' }
const first = Date.UTC(2024, 0, 1)
export const days = Float64Array.from({ length: 56 }, (_, i) => first + (i % 28) * 86_400_000)
export const means = days.map((_, i) => i)
for (const path of ['part-0.csv', 'part-1.csv'])
  await writeTable(path, [{ name: 'mean', type: 'number', values: means }])
