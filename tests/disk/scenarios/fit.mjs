// A fit that writes a checkpoint after each epoch and goes on from the last one, and a model that is saved.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { adam, gru, input, last, linear, Model, mse } from '../../../dist/js/nn.js'

function build() {
  const [x, y] = [input(['batch', 'time', 1]), input(['batch', 1])]
  const forecast = linear(last(gru(x, { hiddenSize: 16 }).output), 1)
  return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
}
const data = {
  x: { shape: [8, 5, 1], data: Float32Array.from({ length: 40 }, (_, i) => Math.sin(i)) },
  y: { shape: [8, 1], data: Float32Array.from({ length: 8 }, (_, i) => Math.sin(5 * i)) },
}

async function train(folder, epochs, more = {}) {
  const checkpoint = join(folder, 'checkpoint.safetensors')
  const model = build()
  await model.fit(data, {
    epochs,
    checkpoint,
    optimizer: adam({ learningRate: 0.01 }),
    batchSize: 4,
    patience: 9,
    ...more,
  })
  await model.save(join(folder, 'model.safetensors'))
}

export async function prepare(folder) {
  await mkdir(folder, { recursive: true })
  await train(folder, 1)
}
export const act = (folder) => train(folder, 3, { resume: join(folder, 'checkpoint.safetensors') })

/** Between the old checkpoint and the new one there is one of each epoch, from which a fit can go on. */
export const between = {
  'checkpoint\\.safetensors$': async (path) => {
    await build().fit(data, {
      epochs: 9,
      resume: path,
      batchSize: 4,
      optimizer: adam({ learningRate: 0.01 }),
      patience: 9,
    })
    return true
  },
}
