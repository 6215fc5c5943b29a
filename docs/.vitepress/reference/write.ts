// Writes the pages of docs/api from the comments in the sources. It fails if a comment lacks something.
//
// TypeDoc reads the sources. Its plugin for markdown would write a page for each of some 700 names, or for each entry of
// the package; it has no pages by topic, no tables of kinds and options, and no check that an error or an example is
// missing, which are most of the code here.

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gaps } from './gaps.ts'
import { pageText } from './page.ts'
import { type Placed, place } from './place.ts'
import { readNames, root } from './read.ts'
import { tablesText } from './tables.ts'
import { Text } from './text.ts'

async function writeReference(): Promise<void> {
  const names = await readNames()
  const placed = place(names)
  const text = new Text(placed.links)
  const folder = join(root, 'docs/api')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const [group, members] of placed.pages)
    if (members.length) await writeFile(join(folder, `${group.page}.md`), pageText(group, members, text))
  await writeFile(join(folder, 'tables.md'), tablesText())
  await writeFile(join(folder, 'index.md'), indexText(placed))
  // This check comes last, so that the pages exist also while something is missing.
  const missing = gaps(names)
  if (missing.length) throw new Error(`Expected every public name to be documented:\n${missing.join('\n')}`)
}

/** The page that lists every name. */
function indexText({ pages, links }: Placed): string {
  const sections = [...pages]
    .filter(([, members]) => members.length)
    .flatMap(([group, members], n, all) => {
      const names = members
        .map(({ declaration }) => declaration)
        .sort((a, b) => a.name.localeCompare(b.name))
        .map(({ id, name }) => `[\`${name}\`](${links.get(id)})`)
      const heading = all[n - 1]?.[0].entry === group.entry ? [] : [`## ${group.entry}`]
      return [...heading, `### [${group.title}](/api/${group.page})`, group.about, names.join(' · ')]
    })
  return ['---\ntitle: API reference\neditLink: false\n---', '# API reference', intro, ...sections, ''].join('\n\n')
}

const intro =
  'Every public name, made from the comments in the sources. Examples are run by the tests; where they use `panel`, ' +
  '`model`, `forecast` or `frame` without making one, any of yours will do.'

await writeReference()
