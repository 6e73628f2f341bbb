import type { Subject } from '../domain/event.js'

/** One text for a subject: no type has a blank. */
export const subjectKey = ({ type, id }: Subject): string => `${type} ${id}`
