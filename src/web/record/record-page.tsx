import type { JSX } from 'preact'

export const RecordPage = ({ type, id }: { readonly type: string; readonly id: string }): JSX.Element => (
  <h1>
    Record {type}/{id}
  </h1>
)
