import {
  type DeclarationReflection,
  ReferenceType,
  ReflectionKind,
  ReflectionType,
  type SignatureReflection,
} from 'typedoc'
import { callSection, tagSections } from './call.ts'
import type { Group } from './groups.ts'
import { anchor, inReadingOrder, memberAnchor } from './place.ts'
import type { PublicName } from './read.ts'
import { callText, heritage, lineWidth, typeParameters } from './signature.ts'
import { type Text, typeText } from './text.ts'

/** A page of the reference in Markdown. */
export function pageText(group: Group, names: PublicName[], text: Text): string {
  const ordered = inReadingOrder(names).map(({ declaration }) => declaration)
  const values = ordered.filter(
    (declaration) => !declaration.kindOf([ReflectionKind.Interface, ReflectionKind.TypeAlias]),
  )
  const used = (values.length ? values : ordered).map(({ name }) => name).join(', ')
  const keyword = values.length ? 'import' : 'import type'
  return [
    `---\ntitle: ${group.title}\ndescription: ${JSON.stringify(group.about)}\neditLink: false\noutline: 2\n---`,
    `# ${group.title}`,
    group.about,
    `\`\`\`ts\n${wrapped(`${keyword} { ${used} } from '${group.entry}'`)}\n\`\`\``,
    ...ordered.map((declaration) => section(declaration, text)),
    '',
  ].join('\n\n')
}

/** The signatures of a function, or of a variable that holds a function: those of its type or of the named type. */
export function callsOf({ signatures, type }: DeclarationReflection): SignatureReflection[] | undefined {
  if (signatures) return signatures
  if (type instanceof ReflectionType) return type.declaration.signatures
  const named = type instanceof ReferenceType ? type.reflection : undefined
  const isType = named?.isDeclaration() && named.kindOf([ReflectionKind.TypeAlias, ReflectionKind.Interface])
  return isType ? callsOf(named) : undefined
}

function section(declaration: DeclarationReflection, text: Text): string {
  const { name } = declaration
  const heading = `## ${name} {#${anchor(name)}}`
  const calls = declaration.kindOf([ReflectionKind.Function, ReflectionKind.Variable])
    ? callsOf(declaration)
    : undefined
  if (calls) return [heading, callSection(`function ${name}`, calls, text, declaration.comment)].join('\n\n')
  const body = declaration.kindOf([ReflectionKind.Class, ReflectionKind.Interface]) ? members(declaration, text) : []
  return [
    heading,
    `\`\`\`ts\n${declarationText(declaration)}\n\`\`\``,
    text.prose(declaration.comment?.summary),
    ...tagSections(declaration.comment, text),
    ...body,
  ]
    .filter(Boolean)
    .join('\n\n')
}

function declarationText(declaration: DeclarationReflection): string {
  const { name, type } = declaration
  const generics = typeParameters(declaration.typeParameters)
  if (declaration.kindOf(ReflectionKind.Class)) return `class ${name}${generics}${heritage(declaration)}`
  if (declaration.kindOf(ReflectionKind.Interface)) return `interface ${name}${generics}${heritage(declaration)}`
  return declaration.kindOf(ReflectionKind.TypeAlias)
    ? `type ${name}${generics} = ${typeText(type)}`
    : `const ${name}: ${typeText(type)}`
}

/** The members of a class: constructor, fields in one table, methods. */
function members(declaration: DeclarationReflection, text: Text): string[] {
  const children = ownMembers(declaration)
  const created = children.find((child) => child.kindOf(ReflectionKind.Constructor))?.signatures
  const fields = children.filter((child) => child.kindOf([ReflectionKind.Property, ReflectionKind.Accessor]))
  const methods = children.filter((child) => child.kindOf(ReflectionKind.Method))
  return [
    ...(created
      ? [
          `### ${callText(`new ${declaration.name}`, created[0])} {#${anchor(declaration.name, 'constructor')}}`,
          callSection(`new ${declaration.name}`, created, text),
        ]
      : []),
    fieldTable(declaration, fields, text),
    ...methods.map((method) => methodSection(declaration, method, text)),
  ].filter(Boolean)
}

/** Members without those of a class outside of the library, for example Error. */
export const ownMembers = (declaration: DeclarationReflection): DeclarationReflection[] =>
  (declaration.children ?? []).filter((child) => !child.flags.isExternal && !child.flags.isPrivate)

function fieldTable(owner: DeclarationReflection, fields: DeclarationReflection[], text: Text): string {
  if (!fields.length) return ''
  const rows = fields.map((field) => {
    const optional = field.flags.isOptional ? '?' : ''
    const comment = field.comment ?? field.getSignature?.comment
    const id = memberAnchor(owner, field)
    const more = tagSections(comment, text)
      .join(' ')
      .replaceAll(/\s*\n\s*/g, ' ')
    return `| <span id="${id}">\`${field.name}${optional}\`</span> | ${text.type(field.type ?? field.getSignature?.type)} | ${text.cell(comment?.summary)} ${more} |`
  })
  return ['| Field | Type | Description |', '| --- | --- | --- |', ...rows].join('\n')
}

function methodSection(owner: DeclarationReflection, method: DeclarationReflection, text: Text): string {
  const signatures = method.signatures ?? []
  const own = method.name.replace(/^\[(\w+)\]$/, '[Symbol.$1]')
  const name = method.flags.isStatic ? `${owner.name}.${own}` : own
  const heading = callText(name, signatures[0]).replaceAll('[', '\\[')
  return [`### ${heading} {#${memberAnchor(owner, method)}}`, callSection(own, signatures, text)].join('\n\n')
}

/** A list of imports, broken into lines. */
function wrapped(statement: string): string {
  if (statement.length <= lineWidth) return statement
  const [, before, names, after] = /^(.*\{ )(.*)( \}.*)$/.exec(statement) ?? []
  const lines = names.split(', ').reduce<string[]>((made, name) => {
    const last = made.at(-1) ?? ''
    if (made.length && last.length + name.length < lineWidth) made[made.length - 1] = `${last} ${name},`
    else made.push(`  ${name},`)
    return made
  }, [])
  return [before.trimEnd(), ...lines, after.trim()].join('\n')
}
