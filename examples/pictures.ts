// Draws the pictures of the guides into docs/images, from runs with fixed seeds, and prints the numbers that the guides
// name:
//
//   npm run docs:pictures
//
// Takes some minutes, most of them for the adding problem.

import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { addingPictures } from './pictures/adding.ts'
import { forecastPictures } from './pictures/forecasts.ts'
import { gradientPictures } from './pictures/gradients.ts'
import { themed } from './pictures/themed.ts'

const folder = join(dirname(createRequire(import.meta.url).resolve('gatecast/package.json')), 'docs/images')
for (const draw of [gradientPictures, forecastPictures, addingPictures])
  for (const [name, svg] of Object.entries(await draw())) {
    writeFileSync(join(folder, `guide-${name}.svg`), themed(svg))
    console.log(`guide-${name}.svg`)
  }
