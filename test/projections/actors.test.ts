import { expect, test } from 'vitest'
import actors from '../../projections/actors.js'
import { rowsAfter } from '../support/projected-rows.js'

test('an actor has the name that it gave last', () => {
  const rows = rowsAfter(actors, [
    { actor: { type: 'user', id: 'ada', name: 'Ada' } },
    { actor: { type: 'user', id: 'ada', name: 'Ada Lovelace' } },
    { actor: { type: 'user', id: 'ada' } },
    { actor: { type: 'user', id: 'grace' } },
  ])
  expect(rows['actors']).toEqual([{ actorType: 'user', actorId: 'ada', name: 'Ada Lovelace' }])
})
