/** Properties of a shared library, read from its file, that the checks need. */
export interface Binary {
  readonly format: 'elf' | 'mach-o' | 'pe'
  readonly architecture: 'x64' | 'arm64' | 'other'
  /** Names of exported functions. */
  readonly exports: readonly string[]
  /** Names of libraries that it needs when it is loaded. */
  readonly libraries: readonly string[]
  /** Imported functions without a library: the process that loads the file must have them. */
  readonly fromHost: readonly string[]
  /** Versions of imported symbols, for example `GLIBC_2.28`. Only ELF has them. */
  readonly versions: readonly string[]
  /** Whether it has neither debug information nor names of functions that are not exported. */
  readonly stripped: boolean
  /** Whether it holds a code signature that matches the file. Only Mach-O files hold one. */
  readonly signed: boolean
}

/** The text from `offset` to the next zero. */
export function textAt(file: Buffer, offset: number): string {
  return file.toString('latin1', offset, file.indexOf(0, offset))
}
