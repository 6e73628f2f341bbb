import { createHash } from 'node:crypto'
import type { ApiDocument } from './document.js'

type Json = Readonly<Record<string, unknown>>

/** The document as one page for people: no script, nothing from elsewhere, and every text of it escaped. */
export const referencePage = (document: ApiDocument): string => {
  const view = viewOf(document)
  const sections = document.tags.map(({ name, description }) => tagSection(view, name, description))
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(String(document.info['title']))} API</title><style>${style}</style></head>
<body><nav aria-label="Operations">${contents(view)}</nav>
<main><h1>${escape(String(document.info['title']))} API</h1>${prose(document.info['description'])}
<p>The same as a document for programs: <a href="openapi.json">openapi.json</a>.</p>
${sections.join('\n')}
<section><h2 id="schemas">Schemas</h2>${schemaSections(view)}</section></main></body></html>
`
}

interface View {
  readonly document: ApiDocument
  readonly operations: readonly OperationView[]
}

interface OperationView {
  readonly method: string
  readonly path: string
  readonly tag: string
  readonly operation: Json
}

const viewOf = (document: ApiDocument): View => ({
  document,
  operations: Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      tag: String(listIn(operation, 'tags')[0]),
      operation,
    })),
  ),
})

const contents = ({ document, operations }: View): string =>
  document.tags
    .map(({ name }) => {
      const links = operations
        .filter(({ tag }) => tag === name)
        .map((one) => `<li><a href="#${anchor(one)}">${signature(one)}</a></li>`)
      return `<h2>${escape(name)}</h2><ul>${links.join('')}</ul>`
    })
    .join('') + '<h2><a href="#schemas">Schemas</a></h2>'

const tagSection = (view: View, name: string, description: string): string => {
  const operations = view.operations.filter(({ tag }) => tag === name).map((one) => operationArticle(view, one))
  return `<section><h2>${escape(name)}</h2>${prose(description)}${operations.join('\n')}</section>`
}

const operationArticle = (view: View, one: OperationView): string => {
  const { operation } = one
  return `<article id="${anchor(one)}"><h3>${escape(textIn(operation, 'summary'))}</h3><p class="signature">${signature(one)}</p>
${prose(operation['description'])}${parameterTable(view, listIn(operation, 'parameters'))}${bodyList(operation['requestBody'])}
<h4>Answers</h4>${answerTable(view, objectIn(operation, 'responses'))}</article>`
}

const parameterTable = (view: View, parameters: readonly unknown[]): string => {
  if (parameters.length === 0) return ''
  const rows = parameters.map((given) => {
    const parameter = resolved(view, given)
    const required = parameter['required'] === true ? ' <em>required</em>' : ''
    return row([
      `${code(textIn(parameter, 'name'))}${required}`,
      escape(textIn(parameter, 'in')),
      schemaText(objectIn(parameter, 'schema')),
      inline(textIn(parameter, 'description')),
    ])
  })
  return `<h4>Parameters</h4>${table(['name', 'in', 'value', ''], rows)}`
}

const bodyList = (body: unknown): string => {
  if (!isObject(body)) return ''
  const rows = Object.entries(objectIn(body, 'content')).map(([type, content]) =>
    row([code(type), schemaText(objectIn(content, 'schema'))]),
  )
  return `<h4>Body</h4>${table(['type', 'schema'], rows)}`
}

const answerTable = (view: View, responses: Json): string =>
  table(
    ['status', '', 'headers', 'type and schema'],
    Object.entries(responses).map(([status, given]) => {
      const response = resolved(view, given)
      const content = Object.entries(objectIn(response, 'content')).map(
        ([type, one]) => `${code(type)} ${schemaText(objectIn(one, 'schema'))}`,
      )
      const headers = Object.keys(objectIn(response, 'headers')).filter((name) => name !== 'X-Request-Id')
      return row([
        code(status),
        inline(textIn(response, 'description')),
        headers.map(code).join(' '),
        content.join('<br>'),
      ])
    }),
  )

const schemaSections = ({ document }: View): string =>
  Object.entries(document.components.schemas)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, schema]) =>
        `<article id="schema-${escape(name)}"><h3>${escape(name)}</h3>${schemaBody(schema as Json)}</article>`,
    )
    .join('\n')

const schemaBody = (schema: Json): string => {
  const required = new Set(listIn(schema, 'required'))
  const fields = Object.entries(objectIn(schema, 'properties'))
  const rows = fields.map(([name, field]) =>
    row([
      `${code(name)}${required.has(name) ? ' <em>required</em>' : ''}`,
      schemaText(field as Json),
      inline(textIn(field as Json, 'description')),
    ]),
  )
  const shape = fields.length > 0 ? table(['field', 'value', ''], rows) : `<p>${schemaText(schema)}</p>`
  return prose(schema['description']) + shape
}

/** One line that says what a schema takes. */
const schemaText = (schema: Json): string => {
  const reference = /^#\/components\/schemas\/(.+)$/.exec(textIn(schema, '$ref'))?.[1]
  if (reference !== undefined) return `<a href="#schema-${escape(reference)}">${escape(reference)}</a>`
  const choices = [...listIn(schema, 'oneOf'), ...listIn(schema, 'anyOf')].filter((one) => !isRule(one))
  if (choices.length > 0) return choices.map((one) => schemaText(one as Json)).join(' or ')
  if (schema['const'] !== undefined) return code(JSON.stringify(schema['const']))
  const allowed = listIn(schema, 'enum')
  if (allowed.length > 0) return allowed.map((value) => code(String(value))).join(' ')
  if (schema['type'] === 'array' && isObject(schema['items']))
    return `list of ${schemaText(schema['items'])}${bounds(schema)}`
  const types = Array.isArray(schema['type']) ? (schema['type'] as string[]) : [textIn(schema, 'type')]
  const format = textIn(schema, 'format')
  return escape(format === '' ? types.filter(Boolean).join(' or ') || 'any JSON value' : format) + bounds(schema)
}

/** A part of a schema that only says which fields must be there. */
const isRule = (schema: unknown): boolean =>
  isObject(schema) && Object.keys(schema).every((key) => key === 'required' || key === 'properties')

const bounds = (schema: Json): string => {
  const names = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'default'] as const
  const given = names.filter((name) => schema[name] !== undefined && schema[name] !== Number.MAX_SAFE_INTEGER)
  return given.length === 0
    ? ''
    : ` <small>${given.map((name) => `${name} ${escape(JSON.stringify(schema[name]))}`).join(', ')}</small>`
}

/** What a `$ref` to a component stands for. */
const resolved = ({ document }: View, part: unknown): Json => {
  if (!isObject(part)) return {}
  const [kind = '', name = ''] = textIn(part, '$ref').replace('#/components/', '').split('/')
  return kind === '' ? part : objectIn(objectIn(document.components, kind), name)
}

const anchor = ({ operation }: OperationView): string => `operation-${escape(textIn(operation, 'operationId'))}`
const signature = ({ method, path }: OperationView): string => `<code><b>${escape(method)}</b> ${escape(path)}</code>`
const code = (text: string): string => `<code>${escape(text)}</code>`
const table = (heads: readonly string[], rows: readonly string[]): string =>
  `<div class="wide"><table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
const row = (cells: readonly string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`

/** Paragraphs of text in which backticks mark code, which is all of CommonMark that the document uses. */
const prose = (text: unknown): string =>
  typeof text === 'string' && text !== ''
    ? text
        .split('\n\n')
        .map((paragraph) => `<p>${inline(paragraph)}</p>`)
        .join('')
    : ''
const inline = (text: string): string => escape(text).replace(/`([^`]+)`/g, '<code>$1</code>')

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const objectIn = (parent: unknown, key: string): Json => {
  const value = isObject(parent) ? parent[key] : undefined
  return isObject(value) ? value : {}
}
const listIn = (parent: Json, key: string): readonly unknown[] => {
  const value = parent[key]
  return Array.isArray(value) ? (value as unknown[]) : []
}
const textIn = (parent: Json, key: string): string => {
  const value = parent[key]
  return typeof value === 'string' ? value : ''
}

const style = `:root{color-scheme:light dark;--line:#8884;--accent:light-dark(#0b57d0,#8ab4f8)}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;display:grid;grid-template-columns:21rem minmax(0,1fr)}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1rem;border-right:1px solid var(--line);font-size:.8rem}
nav h2{font-size:.9rem;margin:1rem 0 .25rem}nav ul{list-style:none;margin:0;padding:0}nav li{margin:.2rem 0}nav a{text-decoration:none}
main{padding:1rem 2rem 4rem;max-width:75rem}article{border-top:1px solid var(--line);padding-top:.5rem;margin-top:1.5rem}
h3{margin:.5rem 0}h4{margin:1rem 0 .25rem}.signature{font-size:1.05rem}a{color:var(--accent)}
code{font:.9em ui-monospace,monospace;overflow-wrap:break-word}td:first-child{white-space:nowrap}.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem}th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;opacity:.7}em{color:#c5221f;font-style:normal;font-size:.8em}small{opacity:.7}
@media(max-width:60rem){body{display:block}nav{position:static;height:auto;border:0}main{padding:1rem}}`

const styleHash = createHash('sha256').update(style).digest('base64')

/** The page's own style, and nothing else. */
export const referencePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
