import { readFileSync } from 'node:fs'
import type { DeclarationReflection } from 'typedoc'

/**
 * Finds functions that throw errors about their arguments: by themselves, by a check, or by the shape rule of an op.
 */
const refusal = /\bthrow new GatecastError|\b(check[A-Z]\w*|operate)\(/

/**
 * Whether the body of a function refuses arguments. Errors of functions that it calls are for the author to document.
 */
export function throwsByContract({ sources = [] }: DeclarationReflection): boolean {
  return sources.some(({ fullFileName, line }) => refusal.test(bodyAt(fullFileName, line)))
}

/** The text from a line to the brace that closes its block; without a block, to the next empty line. */
function bodyAt(file: string, line: number): string {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .slice(line - 1)
  const margin = /^ */.exec(lines[0])?.[0] ?? ''
  const last = /[({]$/.test(lines[0]) ? `${margin}}` : ''
  const end = lines.indexOf(last)
  return lines.slice(0, end < 0 ? undefined : end).join('\n')
}
