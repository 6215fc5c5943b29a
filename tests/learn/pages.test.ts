// The pages of the learning path by themselves: their parts, and what they quote from their scripts.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  blocksOf,
  headingsOf,
  isRoundingOf,
  linksOf,
  measuredIn,
  names,
  readPage,
  readScript,
  root,
  scriptsFolder,
  sectionOf,
} from './page.ts'

describe('the learning path', () => {
  it('has twelve scripts, and an index that leads to their pages', () => {
    expect(names.map((name) => name.slice(0, 2))).toEqual([...Array(12).keys()].map((i) => `${i + 1}`.padStart(2, '0')))
    const index = readPage('index')
    for (const name of names) expect(linksOf(index)).toContain(`${name}.md`)
    expect(headingsOf(index)).toContain('한국어 요약')
  })

  it.each(names.slice(1).map((name, i) => [names[i], name]))('leads from %s to %s', (name, next) => {
    expect(sectionOf(readPage(name), 'Next')).toContain(`(${next}.md)`)
  })
})

describe.each(names)('the page %s', (name) => {
  const page = readPage(name)

  it('has all its parts', () => {
    const expected = ['The idea', 'The code', 'What to notice', 'Try', 'Sources', '한국어 요약', 'Next']
    expect(headingsOf(page)).toEqual(expect.arrayContaining(expected))
    expect(page).toMatch(/^# \d\d .+\n\n\*\*The question:\*\*/)
    expect(page).toContain(`npm run learn -- ${name.slice(0, 2)}`)
    expect(page).toContain(`examples/learn/${name}.ts`)
  })

  it('has a summary of four to eight Korean sentences with the terms in English', () => {
    const summary = sectionOf(page, '한국어 요약')
    const sentences = summary.match(/[다오]\.(?=\s|$)/g) ?? []
    expect(sentences.length).toBeGreaterThanOrEqual(4)
    expect(sentences.length).toBeLessThanOrEqual(8)
    expect((summary.match(/[가-힣] ?\([A-Za-z][^)]*\)/g) ?? []).length).toBeGreaterThanOrEqual(3)
  })

  it('links to files that exist', () => {
    for (const path of linksOf(page)) expect(existsSync(join(root, 'docs/learn', path)), path).toBe(true)
  })

  it('quotes code as it stands in the script or in what the script uses', () => {
    const script = readScript(name)
    const used = Array.from(script.matchAll(/from '(\.[^']*)'/g), ([, path]) => path)
    const sources = [script, ...used.map((path) => readFileSync(join(scriptsFolder, path), 'utf8'))]
    const excerpts = blocksOf(page, 'typescript')
    expect(excerpts.length).toBeGreaterThan(0)
    for (const excerpt of excerpts)
      for (const line of excerpt.split('\n').filter((text) => text.trim()))
        expect(
          sources.some((source) => source.includes(line)),
          line,
        ).toBe(true)
    expect(excerpts.filter((excerpt) => !sources.some((source) => source.includes(excerpt)))).toEqual([])
  })

  it('states numbers that its script, or that of a page it links to, prints or contains', () => {
    const linked = linksOf(page).filter((path) => /^\d\d-.*\.md$/.test(path))
    const printed = [page, ...linked.map((path) => readPage(path.replace('.md', '')))].flatMap((text) =>
      blocksOf(text, 'text'),
    )
    const known = [...printed, readScript(name)].join('\n')
    const stated = measuredIn(`${sectionOf(page, 'What to notice')}\n${sectionOf(page, '한국어 요약')}`)
    expect(stated.length).toBeGreaterThan(0)
    expect(stated.filter((number) => !isRoundingOf(number, known))).toEqual([])
  })
})
