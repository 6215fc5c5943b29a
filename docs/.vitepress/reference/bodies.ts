import { readFileSync } from 'node:fs'
import type { DeclarationReflection } from 'typedoc'

/** Errors of what a caller passes: thrown at once, by a check, or by the shape rule of an op. */
const refusal = /\bthrow new GatecastError|\b(check[A-Z]\w*|operate)\(/

/** Whether a function refuses arguments in its own body. What throws further down is for its author to tell. */
export function throwsByContract({ sources = [] }: DeclarationReflection): boolean {
  return sources.some(({ fullFileName, line }) => refusal.test(bodyAt(fullFileName, line)))
}

/** From a line to the brace that closes what it opens; what opens nothing goes on to the next empty line. */
function bodyAt(file: string, line: number): string {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .slice(line - 1)
  const margin = /^ */.exec(lines[0])?.[0] ?? ''
  const last = /[({]$/.test(lines[0]) ? `${margin}}` : ''
  const end = lines.indexOf(last)
  return lines.slice(0, end < 0 ? undefined : end).join('\n')
}
