import { type Binary, textAt } from './binary.ts'

// The numbers are from the ELF-64 specification and elf.h.
const machines: Record<number, Binary['architecture']> = { 62: 'x64', 183: 'arm64' }
const sectionType = { symbols: 2, dynamic: 6, dynamicSymbols: 11, versionOf: 0x6fffffff, versionsNeeded: 0x6ffffffe }
const needed = 1n
const weak = 2

interface Section {
  readonly name: number
  readonly type: number
  readonly offset: number
  readonly size: number
  readonly link: number
}

export function readElf(file: Buffer): Binary {
  const sections = readSections(file)
  const names = sections[file.readUInt16LE(62)]
  const hasDebug = sections.some(({ name }) => names && textAt(file, names.offset + name).startsWith('.debug'))
  const symbols = readSymbols(file, sections)
  return {
    format: 'elf',
    architecture: machines[file.readUInt16LE(18)] ?? 'other',
    exports: symbols.filter(({ defined }) => defined).map(({ name }) => name),
    libraries: readLibraries(file, sections),
    fromHost: symbols
      .filter(({ defined, required, versioned }) => !defined && required && !versioned)
      .map(({ name }) => name),
    versions: readVersions(file, sections),
    stripped: !hasDebug && !sections.some(({ type }) => type === sectionType.symbols),
    signed: false,
  }
}

function readSections(file: Buffer): Section[] {
  const from = Number(file.readBigUInt64LE(40))
  const length = file.readUInt16LE(58)
  return Array.from({ length: file.readUInt16LE(60) }, (_, index) => {
    const at = from + index * length
    return {
      name: file.readUInt32LE(at),
      type: file.readUInt32LE(at + 4),
      offset: Number(file.readBigUInt64LE(at + 24)),
      size: Number(file.readBigUInt64LE(at + 32)),
      link: file.readUInt32LE(at + 40),
    }
  })
}

/** The section of a type, and its table of strings. */
function find(sections: readonly Section[], type: number): { at: Section; strings: number } | undefined {
  const at = sections.find((section) => section.type === type)
  return at && { at, strings: sections[at.link]?.offset ?? 0 }
}

function readSymbols(file: Buffer, sections: readonly Section[]) {
  const table = find(sections, sectionType.dynamicSymbols)
  if (!table) return []
  const versions = find(sections, sectionType.versionOf)
  const symbols = Array.from({ length: table.at.size / 24 }, (_, index) => {
    const at = table.at.offset + index * 24
    return {
      name: textAt(file, table.strings + file.readUInt32LE(at)),
      required: file.readUInt8(at + 4) >> 4 !== weak,
      defined: file.readUInt16LE(at + 6) !== 0,
      // The numbers 0 and 1 mean that a symbol has no version.
      versioned: versions !== undefined && (file.readUInt16LE(versions.at.offset + index * 2) & 0x7fff) > 1,
    }
  })
  return symbols.slice(1) // the first entry is empty
}

function readLibraries(file: Buffer, sections: readonly Section[]): string[] {
  const table = find(sections, sectionType.dynamic)
  const libraries: string[] = []
  if (!table) return libraries
  for (let at = table.at.offset; at < table.at.offset + table.at.size; at += 16) {
    if (file.readBigUInt64LE(at) !== needed) continue
    libraries.push(textAt(file, table.strings + Number(file.readBigUInt64LE(at + 8))))
  }
  return libraries
}

/** Reads a chain of libraries, each with a chain of versions. Offsets are relative to their entry; 0 ends a chain. */
function readVersions(file: Buffer, sections: readonly Section[]): string[] {
  const table = find(sections, sectionType.versionsNeeded)
  const versions: string[] = []
  if (!table) return versions
  for (let library = table.at.offset, next = 1; next !== 0; library += next) {
    for (let version = library + file.readUInt32LE(library + 8), step = 1; step !== 0; version += step) {
      versions.push(textAt(file, table.strings + file.readUInt32LE(version + 8)))
      step = file.readUInt32LE(version + 12)
    }
    next = file.readUInt32LE(library + 12)
  }
  return versions
}
