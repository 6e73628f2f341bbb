import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { measuredServerOperations } from '../../../src/http/openapi/operations.js'
import { problemSchema } from '../../../src/http/openapi/problems.js'
import { errors } from '../support/errors.js'

/** docs/http-api.md says the same as the document, where both have tables. */
const page = readFileSync('docs/http-api.md', 'utf8')

/** The cells of the table's rows whose heading begins with this. */
const tableOf = (heading: string): readonly (readonly string[])[] => {
  const lines = page.slice(page.indexOf(`| ${heading}`)).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  )
}

const codesIn = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

describe('docs/http-api.md', () => {
  test('has the routes of the document, with their permissions', () => {
    const told = tableOf('route').flatMap(([routes, permission = '']) =>
      codesIn(routes).map((route) => `${route} ${permission}`),
    )
    const known = measuredServerOperations.map(
      ({ method, path, permission }) => `${method.toUpperCase()} ${path} ${permission ?? 'none'}`,
    )
    expect([...told].sort()).toEqual([...known].sort())
  })

  test('has the problems of the document, with their statuses and members', () => {
    const told = tableOf('`urn:annals:problem:…`').map(
      ([name, status = '', , members]) => `${status} ${codesIn(name).join()} ${memberNames(members).join()}`,
    )
    const known = (Object.keys(errors) as (keyof typeof errors)[]).map((tag) => {
      const { properties = {} } = problemSchema(tag)
      const own = Object.keys(properties).filter((name) => !everywhere.has(name))
      const name = String(properties['type']?.['const']).replace('urn:annals:problem:', '')
      return `${String(properties['status']?.['const'])} ${name} ${own.join()}`
    })
    expect([...told].sort()).toEqual([...new Set(known)].sort())
  })
})

const everywhere: ReadonlySet<string> = new Set(['type', 'title', 'status', 'detail', 'item', 'requestId'])

/** `errors: [{ … }]` is `errors`. */
const memberNames = (cell: string | undefined): readonly string[] =>
  codesIn(cell).map((code) => code.split(':')[0] ?? '')
