import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { apiDocument } from '../../../src/http/openapi/document.js'
import { measuredServerOperations, routerOperations, serverOperations } from '../../../src/http/openapi/operations.js'

/** Redocly's recommended rules, its warnings included, but for those that do not fit. */
const rules = {
  extends: ['recommended-strict'],
  rules: {
    // What needs no credential and takes no parameter has nothing to refuse.
    'operation-4xx-response': 'off' as const,
  },
}

const lint = async (document: object): Promise<readonly string[]> => {
  const source = JSON.stringify({ ...document, servers: [{ url: '/' }] })
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config: await createConfig(rules) })
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`)
}

test('the document keeps the recommended rules of Redocly', async () => {
  expect(await lint(apiDocument(measuredServerOperations))).toEqual([])
  expect(await lint(apiDocument(routerOperations))).toEqual([])
})

test('which one that is wrong does not', async () => {
  const { components, ...rest } = apiDocument(serverOperations)
  const { Receipt: _receipt, ...schemas } = components.schemas
  const told = await lint({ ...rest, info: {}, components: { ...components, schemas } })
  expect(told.join('\n')).toMatch(/no-unresolved-refs: .*Written/)
  expect(told.join('\n')).toMatch(/struct.*info/)
})
