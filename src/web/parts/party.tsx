import type { JSX } from 'preact'
import type { Party } from '../../domain/event.js'
import { feedLink } from '../query/feed-link.js'
import { literal } from '../query/query.js'

/** Somebody by name, with what they are: a link to all they did. */
export const PartyLink = ({ party }: { readonly party: Party }): JSX.Element => (
  <span class="party">
    <a href={feedLink({ actorType: literal(party.type), actorId: literal(party.id) })}>
      <bdi>{party.name ?? party.id}</bdi>
    </a>{' '}
    <span class="soft">
      <bdi>{party.type}</bdi>
      {party.name !== undefined && (
        <>
          {' '}
          <bdi>{party.id}</bdi>
        </>
      )}
    </span>
  </span>
)
