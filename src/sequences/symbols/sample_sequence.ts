import { defined } from '../../base/defined.ts'
import { pacer } from '../../base/resources/turns.ts'
import type { Alphabet } from './data/alphabet.ts'
import type { SequenceSymbol, SymbolForm } from './data/symbol_form.ts'
import { drawSymbol, type SampleOptions, uniforms } from './draw.ts'
import type { SymbolReader } from './kind.ts'
import type { DrawnSequence } from './results/results.ts'

/** @param prompt - numbers of the symbols before the first draw */
export async function sampleSequence(
  reader: SymbolReader,
  alphabet: Alphabet,
  form: SymbolForm,
  prompt: Int32Array,
  options: SampleOptions,
): Promise<DrawnSequence> {
  const { length = 100, seed = 0, threads, signal } = options
  const call = defined({ threads, signal })
  const pace = pacer(signal)
  const drawn: SequenceSymbol[] = []
  const numbers = uniforms(seed)
  let ended = false
  let logs = await reader.read(prompt, call)
  while (drawn.length < length) {
    const isFirst = prompt.length + drawn.length === 0
    const id = drawSymbol(logs, numbers.next().value as number, options, alphabet, isFirst)
    ended = id === alphabet.end
    if (ended) break
    drawn.push(alphabet.symbols[id])
    if (drawn.length < length) logs = await reader.read(Int32Array.of(id), call)
    await pace()
  }
  const before = typeof options.prompt === 'string' && form === 'tokens' ? options.prompt.match(/\S+/g) : options.prompt
  const given = Array.from((before ?? []) as ArrayLike<SequenceSymbol>)
  const shown = (symbols: readonly SequenceSymbol[]) => (form === 'characters' ? symbols.join('') : symbols)
  return { sequence: shown([...given, ...drawn]), drawn: shown(drawn), ended }
}
