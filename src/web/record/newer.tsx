import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Subject } from '../../domain/event.js'
import { followLive } from '../api/live.js'
import { askState } from '../api/subjects.js'
import { about } from '../query/feed-link.js'

/** What one restores oneself is shown by its own answer, which may come a little later than the stream tells of it. */
const patienceMs = 500

/** Tells of versions that others write while one reads; nothing on the page moves before one asks for them. */
export const Newer = ({
  subject,
  present,
  onShow,
}: {
  readonly subject: Subject
  /** The version that is shown as the present one. */
  readonly present: number
  readonly onShow: () => void
}): JSX.Element => {
  const newest = useNewest(subject)
  return (
    <div class="pill-place" role="status">
      {newest > present && (
        <button type="button" class="pill" onClick={onShow}>
          Show new version {newest}
        </button>
      )}
    </div>
  )
}

/** The newest version that is known of; -1 until one is. */
const useNewest = ({ type, id }: Subject): number => {
  const [newest, setNewest] = useState(-1)
  useEffect(() => {
    const ending = new AbortController()
    let known = -1
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = (version: number): void => {
      known = Math.max(known, version)
      timer ??= setTimeout(() => {
        timer = undefined
        setNewest(known)
      }, patienceMs)
    }
    const stopLive = followLive(new URLSearchParams(about({ type, id })), {
      onEvent: ({ version }) => {
        if (version !== null) tell(version)
      },
      onState: () => undefined,
      // What came between the page's own question and the stream's beginning.
      onStart: () => {
        askState({ type, id }, {}, ending.signal).then(
          ({ version }) => tell(version),
          // The page's own questions tell of failures.
          () => undefined,
        )
      },
    })
    return () => {
      ending.abort()
      stopLive()
      clearTimeout(timer)
    }
  }, [type, id])
  return newest
}
