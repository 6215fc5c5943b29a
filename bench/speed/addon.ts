// The native addon, for measurements that no public function allows: the peak, passes of any Program, tables.

import { createRequire } from 'node:module'
import { dirname, resolve } from 'node:path'
import type { Binding } from 'gatecast/binding'
import type { Tensor } from 'gatecast/nn'

const require = createRequire(import.meta.url)

/** The folder of the checkout. */
export const root = dirname(require.resolve('gatecast/package.json'))

export const addon = require(resolve(process.env.GATECAST_BINARY ?? `${root}/build/Release/gatecast.node`)) as Binding

/** Normally distributed numbers, the same in every run. */
export const normal = (shape: readonly number[], seed = 1, scale = 1): Tensor & { data: Float32Array } => {
  const data = addon.random(
    'normal',
    seed,
    0,
    shape.reduce((product, size) => product * size, 1),
  )
  return { shape: [...shape], data: scale === 1 ? data : data.map((value) => scale * value) }
}

/** Swaps the first two dimensions: gatecast has the batch first, peers are fastest with time first. */
export function swapped({ shape, data }: Tensor): Tensor & { data: Float32Array } {
  const [a, b, ...rest] = shape
  const width = rest.reduce((product, size) => product * size, 1)
  const out = new Float32Array(data.length)
  for (let i = 0; i < a; i++)
    for (let j = 0; j < b; j++)
      out.set((data as Float32Array).subarray((i * b + j) * width, (i * b + j + 1) * width), (j * a + i) * width)
  return { shape: [b, a, ...rest], data: out }
}
