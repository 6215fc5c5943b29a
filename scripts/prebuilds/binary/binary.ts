/** What the checks want to know of a shared library, read from its file. */
export interface Binary {
  readonly format: 'elf' | 'mach-o' | 'pe'
  readonly architecture: 'x64' | 'arm64' | 'other'
  /** Functions that others may call. */
  readonly exports: readonly string[]
  /** Libraries that must be there when it is loaded. */
  readonly libraries: readonly string[]
  /** Functions that no library of these is said to have: the process that loads it must. */
  readonly fromHost: readonly string[]
  /** Versions of library symbols, such as `GLIBC_2.28`. ELF alone has them. */
  readonly versions: readonly string[]
  /** Neither debug information nor names of functions that are not exported. */
  readonly stripped: boolean
  /** Has a code signature, and is the file that was signed. Mach-O alone may have one inside. */
  readonly signed: boolean
}

/** The text from `offset` to the next zero. */
export function textAt(file: Buffer, offset: number): string {
  return file.toString('latin1', offset, file.indexOf(0, offset))
}
