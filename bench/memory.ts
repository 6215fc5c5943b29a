// The memory that training needs in addition to the data: 100,000 series of 200 values, default settings.
//
//   npm run bench:memory              the whole panel in memory
//   npm run bench:memory -- stream    25 panels of 4,000 series, each made when it is read; three epochs
//
// Prints the resident memory of the process before `fit`, which includes the panel, and the maximum during training.
// The exit code is 1 if the difference is 1 GB or more, for `stream` 300 MB or more. It takes a few minutes.

import { gru, type PanelStream } from 'gatecast'
import { generatePanel } from 'gatecast/datasets'

const streams = process.argv[2] === 'stream'
const limit = streams ? 3e8 : 1e9
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

const stream: PanelStream = {
  count: 25,
  read: async (index) => generatePanel({ series: 4000, rows: 200, seed: index }),
}
const start = performance.now()
const data = streams ? stream : generatePanel({ series: 100_000, rows: 200 })
console.log(`data made in ${((performance.now() - start) / 1000).toFixed(1)} s`)
// Collects the garbage of the generator. Else training could reuse its memory and seem to need less.
globalThis.gc?.()
const before = process.memoryUsage().rss
let most = before
const look = () => {
  most = Math.max(most, process.memoryUsage().rss)
}
const timer = setInterval(look, 20)
const { seconds, history } = await gru({ horizon: 28 }).fit(data, { onProgress: look, ...(streams && { epochs: 3 }) })
clearInterval(timer)

const peak = process.resourceUsage().maxRSS * 1024
console.log(`before ${megabytes(before)}, most while training ${megabytes(most)}, ever ${megabytes(peak)}`)
console.log(
  `${megabytes(most - before)} beyond the data, of ${megabytes(limit)}; ${history?.epochs.length} epochs, ${Math.round(seconds)} s`,
)
if (most - before >= limit) process.exitCode = 1
