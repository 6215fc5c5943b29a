import { type Binary, textAt } from './binary.ts'

// The numbers are from Microsoft's document "PE Format".
const machines: Record<number, Binary['architecture']> = { 34404: 'x64', 43620: 'arm64' }
const codeView = 2 // a kind of debug information: the path of the file that has it
const directory = { exports: 0, imports: 1, debug: 6, delayedImports: 13 }

export function readPe(file: Buffer): Binary {
  const header = file.readUInt32LE(60) + 4
  const sections = readSections(file, header)
  /** Converts an address after loading to a position in the file. */
  const place = (address: number): number => {
    const section = sections.find(({ from, length }) => address >= from && address < from + length)
    if (!section) throw new Error(`Expected a section with address ${address}`)
    return section.offset + address - section.from
  }
  const entryOf = (entry: number) => header + 20 + 112 + entry * 8
  const start = (entry: number): number | undefined => {
    const address = file.readUInt32LE(entryOf(entry))
    return address === 0 ? undefined : place(address)
  }
  const text = (address: number) => textAt(file, place(address))
  const hasSymbols = file.readUInt32LE(header + 8) !== 0
  return {
    format: 'pe',
    architecture: machines[file.readUInt16LE(header)] ?? 'other',
    exports: readExports(file, start(directory.exports), place).map(text),
    libraries: [
      ...readEntries(file, start(directory.imports), 20, 12),
      ...readEntries(file, start(directory.delayedImports), 32, 4),
    ].map(text),
    fromHost: [], // every imported function names its library
    versions: [],
    // Names of debug sections are longer than eight bytes, so they are in the table of symbols.
    stripped:
      !hasSymbols && !namesSymbolFile(file, start(directory.debug), file.readUInt32LE(entryOf(directory.debug) + 4)),
    signed: false,
  }
}

function readSections(file: Buffer, header: number) {
  const from = header + 20 + file.readUInt16LE(header + 16)
  return Array.from({ length: file.readUInt16LE(header + 2) }, (_, index) => {
    const at = from + index * 40
    return {
      from: file.readUInt32LE(at + 12),
      length: Math.max(file.readUInt32LE(at + 8), file.readUInt32LE(at + 16)),
      offset: file.readUInt32LE(at + 20),
    }
  })
}

/** Addresses of the names of exported functions. */
function readExports(file: Buffer, at: number | undefined, place: (address: number) => number): number[] {
  if (at === undefined) return []
  const names = place(file.readUInt32LE(at + 32))
  return Array.from({ length: file.readUInt32LE(at + 24) }, (_, index) => file.readUInt32LE(names + index * 4))
}

/** Addresses of the names of libraries, from a table that ends with an entry without a name. */
function readEntries(file: Buffer, at: number | undefined, length: number, nameAt: number): number[] {
  const names: number[] = []
  if (at === undefined) return names
  for (let entry = at; file.readUInt32LE(entry + nameAt) !== 0; entry += length) {
    names.push(file.readUInt32LE(entry + nameAt))
  }
  return names
}

function namesSymbolFile(file: Buffer, at: number | undefined, length: number): boolean {
  if (at === undefined) return false
  return Array.from({ length: length / 28 }, (_, index) => file.readUInt32LE(at + index * 28 + 12)).includes(codeView)
}
