import { type CommentDisplayPart, makeRecursiveVisitor, Reflection, type SomeType } from 'typedoc'

/** Writes prose and types of comments as Markdown, with links to the names in them. */
export class Text {
  readonly #links: ReadonlyMap<number, string>

  constructor(links: ReadonlyMap<number, string>) {
    this.#links = links
  }

  /** The text of a comment. */
  prose(parts: readonly CommentDisplayPart[] = []): string {
    return parts
      .map((part) => {
        if (part.kind !== 'inline-tag') return part.text
        const url = part.target instanceof Reflection ? this.#links.get(part.target.id) : undefined
        return url ? `[\`${part.text}\`](${url})` : `\`${part.text}\``
      })
      .join('')
      .trim()
  }

  /** The text of a comment for a cell of a table, in one line. */
  cell(parts: readonly CommentDisplayPart[] = []): string {
    return this.prose(parts)
      .replaceAll(/\s*\n\s*/g, ' ')
      .replaceAll('|', '\\|')
  }

  /** A type, in which public names are links. */
  type(type: SomeType | undefined): string {
    if (!type) return ''
    const urls = new Map<string, string>()
    type.visit(
      makeRecursiveVisitor({
        reference: ({ name, reflection }) => {
          const url = reflection && this.#links.get(reflection.id)
          if (url) urls.set(name, url)
        },
      }),
    )
    const text = asHtml(typeText(type)).replaceAll(/[A-Za-z_]\w*/g, (word) => {
      const url = urls.get(word)
      return url ? `<a href="${url}">${word}</a>` : word
    })
    return `<code v-pre>${text}</code>`
  }
}

/** TypeScript writes the buffer type of a typed array as a type argument, which is removed. */
export const typeText = (type: SomeType | undefined): string => `${type}`.replaceAll('<ArrayBufferLike>', '')

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;' }

/** Escapes also `|`, which ends a cell of a table. */
const asHtml = (text: string): string => text.replaceAll(/[&<>|]/g, (character) => entities[character])
