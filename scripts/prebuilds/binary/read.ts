import type { Binary } from './binary.ts'
import { readElf } from './elf.ts'
import { readMachO } from './mach_o.ts'
import { readPe } from './pe.ts'

/**
 * Reads a 64-bit shared library of Linux, macOS or Windows.
 *
 * @throws {Error} if the file is not such a library, or is cut off
 */
export function readBinary(file: Buffer): Binary {
  const start = file.toString('latin1', 0, 4)
  if (start === '\x7fELF') return readElf(file)
  if (start === '\xcf\xfa\xed\xfe') return readMachO(file)
  if (start.startsWith('MZ')) return readPe(file)
  throw new Error(
    `Expected an ELF, 64-bit Mach-O or PE file, got a file that starts with ${file.toString('hex', 0, 4)}`,
  )
}
