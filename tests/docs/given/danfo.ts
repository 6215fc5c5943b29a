// Values that the examples of gatecast/danfo use without declaring them: a frame of daily sales, and forecasts of it.

import { readFile, writeFile } from 'node:fs/promises'
import { dataFrame, theta } from 'gatecast'
import { prepare } from 'gatecast/danfo'

export { readFile }

const days = Array.from({ length: 60 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10))
export const roles = { series: 'store', time: 'date', target: 'sales' }
export const frame = dataFrame({
  store: days.map(() => 'harbour'),
  date: days,
  sales: days.map((_, day) => 20 + ((3 * day) % 7)),
  promo: days.map((_, day) => Number(day % 9 === 0)),
  weather: days.map((_, day) => (day % 3 ? 'sun' : 'rain')),
})
export const newFrame = frame
export const pipeline = prepare(frame, roles).regularise().scale('standard')
export const forecast = await theta({ horizon: 7 }).predict(pipeline.toPanel(), { quantiles: [0.1, 0.9] })
await writeFile('pipeline.json', JSON.stringify(pipeline))
