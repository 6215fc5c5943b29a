// 09: Attention and the Transformer block, op by op. The block is made of products, a softmax, sums and norms; it equals
// the op of the library. Positions, the causal mask and the content of the steps decide who looks at whom.

import { inspect } from 'gatecast/inspect'
import {
  adam,
  add,
  attention,
  constant,
  crossEntropy,
  embedding,
  gelu,
  input,
  layerNorm,
  linear,
  Model,
  matmul,
  multiply,
  softmax,
  type Value,
} from 'gatecast/nn'
import { heatPicture } from '../pictures/heat_picture.ts'
import { labels, recall, shareRight, threeBack } from './tasks/puzzles.ts'
import { Random } from './tools/random.ts'
import { saveNumbers, savePicture } from './tools/save.ts'

const [time, size] = [16, 32] as const
type Steps = Value<['batch', 16, 32]>

/** Sines and cosines of the step, whose periods grow from 2 pi to 10,000 times as much. */
const positions = Array.from({ length: time * size }, (_, at) => {
  const [t, i] = [Math.floor(at / size), at % size]
  const angle = t / 10_000 ** ((i - (i % 2)) / size)
  return i % 2 ? Math.cos(angle) : Math.sin(angle)
})
/** Added to the scores: -1e9 where the key is later than the query, so that its share is 0. */
const mask = Array.from({ length: time * time }, (_, at) => (at % time > Math.floor(at / time) ? -1e9 : 0))

/** One block: attention, then a small network at each step; each adds its result to its input. */
function block(x: Steps) {
  const [query, key, value] = [linear(x, size), linear(x, size), linear(x, size)]
  const scores = multiply(matmul(query, key, { transposeB: true }), constant([1], [1 / Math.sqrt(size)]))
  const shares = softmax(add(scores, constant([time, time], mask)))
  const mixed = matmul(shares, value) as Steps
  const library = attention(query, key, value, { causal: true })
  const seen = layerNorm(add(x, linear(mixed, size)) as Steps)
  const y = layerNorm(add(seen, linear(gelu(linear(seen, 4 * size)), size)) as Steps)
  return { y, shares, mixed, library }
}

function modelOf(withPositions: boolean) {
  const ids = input(['batch', time], { type: 'int32' })
  const target = input(['batch', time], { type: 'int32' })
  const asked = input(['batch', time])
  const token = embedding(ids, { categories: 20, size }) as Steps
  const { y, ...looked } = block(withPositions ? (add(token, constant([time, size], positions)) as Steps) : token)
  const scores = linear(y, 12)
  const loss = crossEntropy(scores, target, { mask: asked })
  return new Model({ inputs: { ids, target, asked }, outputs: { scores, ...looked }, loss, seed: 1 })
}

const random = new Random(9)
const maps: Record<string, { labels: string[]; rows: number[][] }> = {}
async function learn(name: string, task: 'threeBack' | 'recall', withPositions: boolean) {
  const make = { threeBack, recall }[task]
  const model = modelOf(withPositions)
  const optimizer = adam({ learningRate: 3e-3 })
  await model.fit(make(2000, random), { epochs: 12, batchSize: 32, optimizer, clipNorm: 1 })
  const test = make(200, random)
  const { scores, shares, mixed, library } = await model.predict(test)
  console.log(`${name}: ${(100 * shareRight(scores.data, 12, test)).toFixed(1)} % right`)
  const rows = Array.from({ length: time }, (_, t) => Array.from(shares.data.slice(t * time, (t + 1) * time)))
  const symbols = Array.from(test.ids.data.slice(0, time), (id) => labels[task](id))
  maps[name] = { labels: symbols, rows }
  const picture = { title: `Who looks at whom: ${name}`, x: 'step that is read (key)', y: 'step that asks (query)' }
  const file = `09-${name.replaceAll(/[ ,]+/g, '-')}`
  savePicture(file, heatPicture({ ...picture, rows, columnLabels: symbols, rowLabels: symbols }))
  const away = Math.max(...mixed.data.map((value, i) => Math.abs(value - library.data[i])))
  const { attention: seen } = await inspect(model, { ids: test.ids }, { connectivity: false })
  const [map] = Object.values(seen)
  const mapAway = Math.max(...shares.data.map((value, i) => Math.abs(value - map.data[i])))
  return { model, test, away, mapAway, before: scores.data }
}
const { model, test, away, mapAway, before } = await learn('three steps back', 'threeBack', true)
await learn('three steps back, no positions', 'threeBack', false)
await learn('recall', 'recall', false)
console.log(`by products and softmax as by the op attention: ${away < 1e-5}`)
console.log(`shares as by inspect: ${mapAway < 1e-5}`)
saveNumbers('09-maps', maps)

// The causal mask: another token at step 10, counted from 0, changes nothing before it.
const changed = test.ids.data.map((id, at) => (at % time === 10 ? (id + 1) % 12 : id))
const after = (await model.predict({ ...test, ids: { ...test.ids, data: changed } })).scores.data
const moved = (t: number) => after.slice(12 * t, 12 * t + 12).some((score, i) => score !== before[12 * t + i])
const movedSteps = Array.from({ length: time }, (_, t) => t).filter(moved)
console.log(`steps whose scores change with the token of step 10: ${movedSteps.join(' ')}`)
