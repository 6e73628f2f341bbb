import type { JSX } from 'preact'
import { apiUrl, token } from '../api/request.js'

/** The command that sends a first event to this very server. */
export const FirstEvent = (): JSX.Element => {
  const url = new URL(apiUrl('/v1/events'), location.href).href
  const authorization = token.value === undefined ? '' : `  -H "authorization: Bearer $ANNALS_TOKEN" \\\n`
  return (
    <pre tabIndex={0} aria-label="The command that records an event">
      <code>{`curl -s ${url} \\\n${authorization}  -H 'content-type: application/json' \\\n  -d '{
    "subject": { "type": "post", "id": "42" },
    "verb": "post.viewed",
    "actor": { "type": "user", "id": "u-7", "name": "Ada" }
  }'`}</code>
    </pre>
  )
}
