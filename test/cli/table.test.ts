import { describe, expect, it } from 'vitest'
import type { Column } from '../../src/cli/table.js'
import { fitWidths, formatTable, width } from '../../src/cli/table.js'

interface Row {
  readonly name: string
  readonly count: number
}
const columns: readonly Column<Row>[] = [
  { title: 'name', value: ({ name }) => name },
  { title: 'count', value: ({ count }) => String(count), align: 'right' },
]
const plain = { columns: undefined, color: false }

describe('formatTable', () => {
  it('lines columns up, without blanks at the end of a line', () => {
    const rows = [
      { name: 'post.updated', count: 7 },
      { name: 'a', count: 12345 },
    ]
    expect(formatTable(columns, rows, plain)).toBe('name          count\npost.updated      7\na             12345\n')
  })

  it('leaves a gap behind a column that is aligned to the right', () => {
    expect(formatTable([...columns].reverse(), [{ name: 'x', count: 7 }], plain)).toBe('count  name\n    7  x\n')
  })

  it('never is wider than the terminal, and cuts with …', () => {
    const shown = formatTable(columns, [{ name: 'x'.repeat(300), count: 1 }], { columns: 40, color: false })
    expect(Math.max(...shown.split('\n').map(width))).toBe(40)
    expect(shown).toContain('xxx…')
  })

  it('escapes what a terminal would act on', () => {
    const shown = formatTable(columns, [{ name: '\u001b[2Jx\u202ey\nz', count: 1 }], plain)
    expect(shown).toContain('\\u001b[2Jx\\u202ey\\nz')
  })

  it('measures wide characters', () => {
    const shown = formatTable(columns, [{ name: '漢字漢字漢字漢字漢字漢字', count: 1 }], { columns: 24, color: false })
    expect(Math.max(...shown.split('\n').map(width))).toBeLessThanOrEqual(24)
  })
})

describe('fitWidths', () => {
  it.each([
    [[10, 20], [5, 5], undefined, [10, 20]],
    [[10, 20], [5, 5], 30, [10, 20]],
    [[10, 20], [5, 5], 24, [10, 14]],
    [[10, 20], [10, 5], 16, [10, 6]],
    [[10, 20], [10, 15], 16, [10, 15]],
  ])('fits %j (at least %j) into %s', (natural, minimum, available, expected) => {
    expect(fitWidths(natural, minimum, available)).toEqual(expected)
  })
})
