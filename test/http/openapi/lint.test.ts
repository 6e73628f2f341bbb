import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { apiDocument } from '../../../src/http/openapi/document.js'
import { serverOperations } from '../../../src/http/openapi/operations.js'

/** Redocly's recommended rules, its warnings included, but for those that do not fit. */
const rules = {
  extends: ['recommended-strict'],
  rules: {
    // What needs no credential and takes no parameter has nothing to refuse.
    'operation-4xx-response': 'off' as const,
  },
}

test('the document keeps the recommended rules of Redocly', async () => {
  const document = { ...apiDocument(serverOperations), servers: [{ url: '/' }] }
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: 'openapi.json',
    config: await createConfig(rules),
  })
  const told = problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`)
  expect(told).toEqual([])
})
