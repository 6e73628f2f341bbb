import type { Subject } from '../../domain/event.js'

export const subjectKey = ({ type, id }: Subject): string => `${type} ${id}`
