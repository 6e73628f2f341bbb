import { expect, it } from 'vitest'
import { showChanges } from '../../src/cli/show-changes.js'

const changes = [
  { path: '/title', op: 'replace', old: 'Old', new: 'New' },
  { path: '/tags/2', op: 'add', new: ['x'] },
  { path: '/draft', op: 'remove', old: true },
  { path: '/items/0', op: 'move', from: '/items/2' },
  { path: '', op: 'replace', old: 1, new: 2 },
  { path: '/a\u202eb', op: 'add', new: '\u001b[2J' },
] as const

it('shows each change on a line, moves as moves, escaped', () => {
  expect(showChanges({ color: false, columns: undefined }, changes)).toBe(
    [
      '~ /title  "Old" → "New"',
      '+ /tags/2  ["x"]',
      '- /draft  true',
      '> /items/0  moved from /items/2',
      '~ (the whole value)  1 → 2',
      '+ /a\\u202eb  "\\u001b[2J"',
      '',
    ].join('\n'),
  )
})

it('is coloured where the output takes colours', () => {
  const shown = showChanges({ color: true, columns: 80 }, changes)
  expect(shown).toContain('\u001b[33m~ /title\u001b[39m')
  expect(shown).toContain('\u001b[36m> /items/0\u001b[39m')
})

it('cuts wide values to the terminal', () => {
  const wide = showChanges({ color: false, columns: 60 }, [{ path: '/x', op: 'add', new: 'y'.repeat(500) }])
  expect(wide.trimEnd().length).toBeLessThanOrEqual(60)
  expect(wide).toContain('…')
})
