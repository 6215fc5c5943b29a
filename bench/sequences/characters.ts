// Character models of the documentation of this project: bits per character on pages that no model has seen.
//
//   npm run bench:characters                      every kind, two minutes each
//   npm run bench:characters -- gru nGram         some kinds
//   npm run bench:characters -- --minutes 1       shorter trainings
//   npm run bench:characters -- --data DIR        the .md and .txt files of another folder
//   npm run bench:characters -- --bf16            networks train in bf16
//
// Every sixth page is held out, and all kinds learn from all other pages. The exit code is 1 unless the GRU or the LSTM
// needs fewer bits than the n-gram of order 5, and its log probability of a text is the sum of its answers to every
// prefix within 1e-5.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type SequenceModel, type SequenceModelOptions, sequenceModel } from 'gatecast/sequences'

type Characters = SequenceModelOptions<'characters'>

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '1.9' }, data: { type: 'string' }, bf16: { type: 'boolean' } },
})
const pages = readPages(values.data).map((text) => text.replaceAll('\r\n', '\n'))
const isHeldOut = (page: number) => page % 6 === 3
const training = pages.filter((_, page) => !isHeldOut(page))
// A character that only held-out pages have is no part of the comparison.
const known = new Set(training.join(''))
const heldOut = pages
  .filter((_, page) => isHeldOut(page))
  .map((text) => [...text].filter((character) => known.has(character)).join(''))
const count = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0)
console.log(
  `${training.length} pages of ${count(training)} characters to learn from, ${heldOut.length} of ${count(heldOut)} held ` +
    `out, ${known.size} different characters`,
)

const models: Record<string, Characters> = {
  markov: { symbols: 'characters', kind: 'markov', smoothing: 0.1 },
  nGram: { symbols: 'characters', kind: 'nGram' },
  'nGram of order 7': { symbols: 'characters', kind: 'nGram', order: 7 },
  gru: { symbols: 'characters', kind: 'gru', truncate: 32 },
  lstm: { symbols: 'characters', kind: 'lstm', truncate: 32 },
  transformer: { symbols: 'characters', kind: 'transformer' },
}
const minutes = Number(values.minutes)
const bits: Record<string, number> = {}
let isExact = true
for (const [name, options] of Object.entries(models)) {
  if (positionals.length > 0 && !positionals.includes(name.split(' ')[0])) continue
  const counts = name.startsWith('nGram') || name === 'markov'
  const model = sequenceModel(options)
  const before = process.cpuUsage().user
  const { seconds, epochs } = await model.fit(
    training,
    counts ? { heldOut: 0 } : { heldOut: 0, minutes, precision: values.bf16 ? 'bf16' : 'float32' },
  )
  const busy = (process.cpuUsage().user - before) / 1e6
  bits[name] = await model.bitsPerSymbol(heldOut)
  const difference = await differenceByPrefix(model, heldOut[0].slice(0, 200))
  if (difference > 1e-5) isExact = false
  console.log(
    `${name.padEnd(18)} ${bits[name].toFixed(3)} bits per character, ${seconds.toFixed(1)} s, ${busy.toFixed(0)} processor seconds` +
      `${counts ? '' : `, ${epochs.length} epochs`}; steps against prefixes ${difference.toExponential(1)}`,
  )
}
const best = Math.min(bits.gru ?? Number.POSITIVE_INFINITY, bits.lstm ?? Number.POSITIVE_INFINITY)
if (!isExact || (bits.nGram !== undefined && Number.isFinite(best) && best >= bits.nGram)) process.exitCode = 1

/** The difference between the log probability of a text and the sum of the answers to all its prefixes. */
async function differenceByPrefix(model: SequenceModel<'characters'>, text: string): Promise<number> {
  const characters = [...text]
  let sum = 0
  for (const [place, character] of characters.entries())
    sum += Math.log((await model.next(characters.slice(0, place).join(''))).probabilityOf(character))
  sum += Math.log((await model.next(text)).end)
  return Math.abs(sum - (await model.logProbability(text)).total)
}

function readPages(folder: string | undefined): string[] {
  const read = (directory: string, ending: RegExp) =>
    readdirSync(directory)
      .filter((name) => ending.test(name))
      .sort()
      .map((name) => readFileSync(join(directory, name), 'utf8'))
  if (folder !== undefined) return read(folder, /\.(md|txt)$/)
  return [readFileSync('README.md', 'utf8'), ...read('docs', /\.md$/), ...read('docs/guide', /\.md$/)]
}
