import type { JSX } from 'preact'
import { mount } from '../routing/route.js'

/** How to send a first event to this very server. */
export const FirstEvent = (): JSX.Element => (
  <>
    <p>Send a first event from a terminal:</p>
    <pre tabIndex={0} aria-label="The command">
      {`curl -s ${location.origin}${mount}v1/events \\
  -H 'content-type: application/json' -d '{
  "subject": { "type": "post", "id": "42" },
  "verb": "post.viewed",
  "actor": { "type": "user", "id": "u-7", "name": "Ada" } }'`}
    </pre>
  </>
)
