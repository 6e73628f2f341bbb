import type { JSX } from 'preact'
import { Key } from '../values/key.js'
import type { Segment } from './change.js'

/** Where a change is: keys as they are, indexes of arrays in brackets. */
export const Path = ({ segments }: { readonly segments: readonly Segment[] }): JSX.Element =>
  segments.length === 0 ? (
    <span class="path">the whole state</span>
  ) : (
    <span class="path">
      {segments.map((segment, index) => (
        <span key={index}>
          {index > 0 && <span class="path-mark"> › </span>}
          {typeof segment === 'number' ? <span class="index">[{segment}]</span> : <Key name={segment} />}
        </span>
      ))}
    </span>
  )
