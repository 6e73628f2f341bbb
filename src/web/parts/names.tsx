import type { JSX } from 'preact'
import type { Party } from '../../domain/event.js'
import type { Subject } from '../api/shapes.js'
import { hrefOf } from '../routing/route.js'

/** Text from outside is in an element of its own: bidirectional marks in it cannot turn what stands beside it around. */
export const ActorName = ({ actor }: { readonly actor: Party }): JSX.Element => (
  <span class="actor" title={`${actor.type} ${actor.id}`}>
    <bdi>{actor.name ?? actor.id}</bdi>
  </span>
)

export const SubjectLink = ({
  subject,
  tabIndex,
}: {
  readonly subject: Subject
  readonly tabIndex?: number
}): JSX.Element => (
  <a class="subject" tabIndex={tabIndex} href={hrefOf({ _tag: 'Record', type: subject.type, id: subject.id })}>
    <bdi>{subject.type}</bdi>/<bdi>{subject.id}</bdi>
  </a>
)
