// Two copies of the package with their own addons in one process: node two_copies.mjs <folder of the second copy>

import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [copy] = process.argv.slice(2)
mkdirSync(join(copy, 'build'), { recursive: true })
for (const part of ['package.json', 'dist/js', 'build/Release']) cpSync(part, join(copy, part), { recursive: true })
symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'))
const load = (folder) => import(pathToFileURL(join(folder, 'dist/js/index.js')).href)
const copies = await Promise.all([process.cwd(), copy].map(load))

const values = Array.from({ length: 200 }, (_, t) => 50 + 10 * Math.sin(t / 4))
const forecasts = await Promise.all(
  copies.map(async ({ gru, panelFromSeries }) => {
    const panel = panelFromSeries([{ id: 'a', values }], { frequency: '1h' })
    const model = gru({ horizon: 4, context: 16 })
    await model.fit(panel, { epochs: 2, seed: 1 })
    return Array.from((await model.predict(panel)).mean)
  }),
)
const differ = copies[0].gru !== copies[1].gru && copies[0].GatecastError !== copies[1].GatecastError
console.log(JSON.stringify({ differ, forecasts }))
