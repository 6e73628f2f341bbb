import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { counted } from '../parts/numbers.js'
import { ShowMore, useBound } from '../parts/show-more.js'
import { After, Before } from './cells.js'
import './difference.css'
import { Path } from './path.js'
import { countChanges, rowsOf } from './rows.js'
import type { Row } from './rows.js'
import type { DifferenceNode } from './tree.js'

/** Indentation stops growing there. */
const maxIndent = 8

/**
 * A difference, old and new side by side. The roles say again what the elements say, since laying a table out as a grid takes that
 * from them in some browsers.
 */
export const Difference = ({
  of: node,
  label,
}: {
  readonly of: DifferenceNode
  readonly label: string
}): JSX.Element => {
  const rows = useMemo(() => rowsOf(node), [node])
  const [bound, more] = useBound(100, 400)
  if (rows.length === 0) return <p class="no-difference">Nothing differs.</p>
  return (
    <div class="difference">
      <p class="difference-count">{counted(countChanges(rows), 'change')}</p>
      <table role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              Field
            </th>
            <th scope="col" role="columnheader">
              Before
            </th>
            <th scope="col" role="columnheader">
              After
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.slice(0, bound).map((row) => (
            <RowOf key={row.key} row={row} />
          ))}
        </tbody>
      </table>
      <ShowMore shown={bound} of={rows.length} what="line" onMore={more} />
    </div>
  )
}

const RowOf = ({ row }: { readonly row: Row }): JSX.Element => {
  const style = { paddingInlineStart: `${Math.min(row.depth, maxIndent) * 0.75 + 0.5}rem` }
  if (row._tag === 'Group') {
    return (
      <tr role="row" class="group">
        <th scope="row" role="rowheader" colSpan={3} aria-colspan={3} style={style}>
          <Path segments={row.path} /> <span class="group-count">{counted(row.count, 'change')}</span>
        </th>
      </tr>
    )
  }
  return (
    <tr role="row" class={`change ${row.change.op}`}>
      <th scope="row" role="rowheader" style={style}>
        <Path segments={row.path} />
      </th>
      <td role="cell" class="before">
        <Before change={row.change} />
      </td>
      <td role="cell" class="after">
        <After change={row.change} />
      </td>
    </tr>
  )
}
