// The memory that training takes beyond the data: 100,000 series of 200 values, default settings.
//
//   npm run bench:memory
//
// Prints the resident memory of the process before `fit`, with the panel in it, and the most while training; ends with
// 1 if the difference is 1 GB or more. Takes some minutes.

import { gru } from 'gatecast'
import { generatePanel } from 'gatecast/datasets'

const limit = 1e9
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

const start = performance.now()
const panel = generatePanel({ series: 100_000, rows: 200 })
console.log(`${panel.rowCount} rows made in ${((performance.now() - start) / 1000).toFixed(1)} s`)
// What the generator left behind would count as room that training may fill for nothing.
globalThis.gc?.()
const before = process.memoryUsage().rss
let most = before
const look = () => {
  most = Math.max(most, process.memoryUsage().rss)
}
const timer = setInterval(look, 20)
const { seconds, history } = await gru({ horizon: 28 }).fit(panel, { onProgress: look })
clearInterval(timer)

const peak = process.resourceUsage().maxRSS * 1024
console.log(`before ${megabytes(before)}, most while training ${megabytes(most)}, ever ${megabytes(peak)}`)
console.log(
  `${megabytes(most - before)} beyond the data, of ${megabytes(limit)}; ${history?.epochs.length} epochs, ${Math.round(seconds)} s`,
)
if (most - before >= limit) process.exitCode = 1
