import { createHash } from 'node:crypto'
import { type Binary, textAt } from './binary.ts'

// The numbers are from mach-o/loader.h, mach-o/nlist.h and, for signatures, kern/cs_blobs.h.
const processors: Record<number, Binary['architecture']> = { 16777223: 'x64', 16777228: 'arm64' }
const command = { symbols: 0x2, signature: 0x1d, dyldInfo: 0x22, exportsTrie: 0x33 }
const loadsLibrary = [0xc, 0x18, 0x1f, 0x20, 0x23]
const requiredByLoader = 0x80000000 // a flag in the number of a command
const symbolKind = { debug: 0xe0, external: 0x1, mask: 0xe, undefined: 0x0 }
const codeDirectory = 0xfade0c02 // the part of a signature that has the hashes
const sha256 = 2
// Instead of the number of a library: any library that has the function. zig's linker writes 0 here, and the flag where
// dyld reads it.
const dynamicLookup = [0x00, 0xfe]
// zig's linker makes these names itself and keeps them also in stripped files.
const ofLinker = /^(__mh_dylib_header|___dso_handle|dyld_private|.+__thunk)$/

type Triple = [number, number, number]

export function readMachO(file: Buffer): Binary {
  const commands = readCommands(file)
  const find = (type: number) => commands.find((one) => one.type === type)?.at
  const symbols = readSymbols(file, find(command.symbols))
  return {
    format: 'mach-o',
    architecture: processors[file.readUInt32LE(4)] ?? 'other',
    exports: readExports(file, find(command.exportsTrie), find(command.dyldInfo))
      .filter((name) => !ofLinker.test(name))
      .map(withoutUnderscore),
    libraries: commands
      .filter(({ type }) => loadsLibrary.includes(type))
      .map(({ at }) => textAt(file, at + file.readUInt32LE(at + 8))),
    fromHost: symbols.filter(({ fromHost }) => fromHost).map(({ name }) => withoutUnderscore(name)),
    versions: [],
    stripped: !symbols.some(({ kept }) => !kept),
    signed: isSigned(file, find(command.signature)),
  }
}

/** Names of C functions begin with an underscore. */
const withoutUnderscore = (name: string) => name.replace(/^_/, '')

function readCommands(file: Buffer): { type: number; at: number }[] {
  const commands: { type: number; at: number }[] = []
  const count = file.readUInt32LE(16)
  for (let at = 32; commands.length < count; at += file.readUInt32LE(at + 4)) {
    commands.push({ type: (file.readUInt32LE(at) & ~requiredByLoader) >>> 0, at })
  }
  return commands
}

function readSymbols(file: Buffer, at: number | undefined) {
  if (at === undefined) return []
  const [from, count, strings] = [8, 12, 16].map((field) => file.readUInt32LE(at + field)) as Triple
  return Array.from({ length: count }, (_, index) => {
    const symbol = from + index * 16
    const name = textAt(file, strings + file.readUInt32LE(symbol))
    const type = file.readUInt8(symbol + 4)
    const external = (type & symbolKind.external) !== 0 && (type & symbolKind.debug) === 0
    const missing = (type & symbolKind.mask) === symbolKind.undefined
    return {
      name,
      /** A library keeps these names also if it is stripped. */
      kept: external || ofLinker.test(name),
      fromHost: external && missing && dynamicLookup.includes(file.readUInt16LE(symbol + 6) >> 8),
    }
  })
}

/** Whether the signature has hashes of all pages of the file, and all match. Numbers in signatures are big-endian. */
function isSigned(file: Buffer, at: number | undefined): boolean {
  if (at === undefined) return false
  const signature = file.readUInt32LE(at + 8)
  const blobs = Array.from(
    { length: file.readUInt32BE(signature + 8) },
    (_, index) => signature + file.readUInt32BE(signature + 16 + index * 8),
  )
  const directory = blobs.find((blob) => file.readUInt32BE(blob) === codeDirectory)
  if (directory === undefined || file.readUInt8(directory + 37) !== sha256) return false
  const [hashes, count, length] = [16, 28, 32].map((field) => file.readUInt32BE(directory + field)) as Triple
  const page = 2 ** file.readUInt8(directory + 39)
  const holds = (index: number) => {
    const bytes = file.subarray(index * page, Math.min((index + 1) * page, length))
    const from = directory + hashes + index * 32
    return createHash('sha256')
      .update(bytes)
      .digest()
      .equals(file.subarray(from, from + 32))
  }
  return (
    length === signature &&
    count === Math.ceil(length / page) &&
    Array.from({ length: count }, (_, index) => index).every(holds)
  )
}

/** Reads names from a tree of letters: the letters on the path to an end node are a name. */
function readExports(file: Buffer, trie: number | undefined, info: number | undefined): string[] {
  let root: number
  if (trie !== undefined) root = file.readUInt32LE(trie + 8)
  else if (info !== undefined && file.readUInt32LE(info + 44) > 0) root = file.readUInt32LE(info + 40)
  else return []
  const names: string[] = []
  const visit = (node: number, prefix: string): void => {
    const [length, content] = readVariable(file, root + node)
    if (length > 0) names.push(prefix)
    let at = content + length
    const children = file.readUInt8(at++)
    for (let child = 0; child < children; child++) {
      const letters = textAt(file, at)
      const [to, next] = readVariable(file, at + letters.length + 1)
      visit(to, prefix + letters)
      at = next
    }
  }
  visit(0, '')
  return names
}

/** Reads a ULEB128 number: seven bits per byte, the lowest first. Returns the number and the position after it. */
function readVariable(file: Buffer, at: number): [value: number, end: number] {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = file.readUInt8(at++)
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return [value, at]
  }
}
