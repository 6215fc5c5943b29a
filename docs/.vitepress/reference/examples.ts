import type { Comment, DeclarationReflection } from 'typedoc'
import { callsOf } from './page.ts'
import type { PublicName } from './read.ts'

/** The code of an `@example`. */
export interface Example {
  entry: string
  /** The name that the comment belongs to, for example `Model.fit`. */
  name: string
  code: string
}

/** All examples of the public names and their members. */
export function examplesOf(names: PublicName[]): Example[] {
  return names.flatMap(({ entry, declaration }) =>
    [declaration, ...(declaration.children ?? [])].flatMap((member) =>
      codeIn(commentOf(member)).map((code, i) => ({
        entry,
        name: [...(member === declaration ? [] : [declaration.name]), member.name, ...(i ? [i + 1] : [])].join('.'),
        code,
      })),
    ),
  )
}

const commentOf = (member: DeclarationReflection): Comment | undefined => member.comment ?? callsOf(member)?.[0].comment

function codeIn(comment: Comment | undefined): string[] {
  const texts = (comment?.getTags('@example') ?? []).map(({ content }) => content.map(({ text }) => text).join(''))
  return texts.map((text) => text.replaceAll(/^```.*\n?/gm, '').trim())
}
