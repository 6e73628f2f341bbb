import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { counted } from '../parts/numbers.js'
import { PlainText } from './plain-text.js'
import { copyText } from './copy-text.js'

/** Characters shown without being asked for. */
const maxShown = 20_000

/** Anything as JSON, to be read and to be copied whole. */
export const RawJson = ({ value, label }: { readonly value: unknown; readonly label: string }): JSX.Element => {
  const [said, setSaid] = useState('')
  const [isWhole, setWhole] = useState(false)
  const text = JSON.stringify(value, null, 2)
  const copy = async (): Promise<void> => {
    setSaid((await copyText(text)) ? 'Copied' : 'This browser does not let the page copy: select the text instead')
  }
  return (
    <div class="raw">
      <div class="raw-tools">
        <button type="button" onClick={() => void copy()}>
          Copy JSON
        </button>
        <span role="status">{said}</span>
      </div>
      <pre tabIndex={0} role="region" aria-label={label}>
        <PlainText text={isWhole ? text : text.slice(0, maxShown)} />
      </pre>
      {text.length > maxShown && !isWhole && (
        <button type="button" class="show-more" onClick={() => setWhole(true)}>
          Show all {counted(text.length, 'character')}
        </button>
      )}
    </div>
  )
}
