import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const scriptsFolder = join(root, 'examples/learn')
export const picturesFolder = join(root, 'docs/images/learn')

/** Names of the scripts without their ending; each has a page of the same name. */
export const names = readdirSync(scriptsFolder)
  .filter((file) => /^\d\d-.*\.ts$/.test(file))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort()

export const readPage = (name: string): string => readFileSync(join(root, 'docs/learn', `${name}.md`), 'utf8')
export const readScript = (name: string): string => readFileSync(join(scriptsFolder, `${name}.ts`), 'utf8')

/** The contents of the fenced blocks with this word after the fence. */
export const blocksOf = (page: string, kind: string): string[] =>
  Array.from(page.matchAll(new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\``, 'gms')), ([, block]) => block)

/** The text under a heading of the second level, without blocks and inline code. */
export function sectionOf(page: string, heading: string): string {
  const prose = page.replaceAll(/^```.*?^```/gms, '')
  const section = prose.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return section.slice(heading.length + 1).replaceAll(/`[^`]*`/g, '')
}

export const headingsOf = (page: string): string[] => Array.from(page.matchAll(/^## (.*)$/gm), ([, heading]) => heading)

/** Paths of pictures and of pages that a page links to. */
export const linksOf = (page: string): string[] =>
  Array.from(page.matchAll(/\]\((?!https?:)([^)#]+)/g), ([, path]) => path)

/** Numbers with a point, an exponent or a comma of thousands: those that were measured. */
export const measuredIn = (text: string): string[] =>
  text.match(/\d[\d,]*\.\d+(?:e[+-]?\d+)?|\d+e[+-]\d+|\d{1,3}(?:,\d{3})+/g) ?? []

/** Whether a number is one of the numbers of a text, rounded to its digits. */
export function isRoundingOf(number: string, text: string): boolean {
  const plain = number.replaceAll(',', '')
  const all: string[] = text.match(/\d+(?:\.\d+)?(?:e[+-]?\d+)?/g) ?? []
  if (all.includes(plain)) return true
  const digits = plain.split('.')[1]?.length ?? 0
  return !plain.includes('e') && all.some((other) => Number(other).toFixed(digits) === plain)
}
