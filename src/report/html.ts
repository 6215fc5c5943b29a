/** Text that is HTML already. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Content = Html | string | number | false | null | undefined | readonly Content[]

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character])

/**
 * HTML from a template. What is filled in is text and is escaped, unless it is HTML itself; so an id of a series can
 * never become markup.
 */
export function html(template: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(template.reduce((text, part, i) => text + rendered(contents[i - 1]) + part))
}

function rendered(content: Content): string {
  if (content instanceof Html) return content.text
  if (Array.isArray(content)) return content.map(rendered).join('')
  return content === false || content === null || content === undefined ? '' : escapeHtml(String(content))
}
