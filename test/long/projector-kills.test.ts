import { expect, test } from 'vitest'
import { pointTo } from '../../src/adapters/read-models/model-files.js'
import { startBuilt } from '../support/built-program.js'
import { right } from '../support/event-log-fixtures.js'
import { withReadModels } from '../support/read-models.js'

test('a projector that is killed again and again ends up with the rows of one that never was', async () => {
  await withReadModels(async ({ dataDir, emit, open, breaches }) => {
    const last = await emit(
      Array.from({ length: 2_000 }, (_, n) => ({
        subject: { type: 'post', id: String(n % 50) },
        actor: { type: 'user', id: `u-${n % 30}`, name: `N${n % 31}` },
        verb: `post.verb${n % 7}`,
        transactionId: `t-${n >> 2}`,
        ...(n % 2 === 0 ? { change: { kind: 'state', state: n } as const } : {}),
      })),
    )
    pointTo(dataDir, 'read-models-1.db')
    for (const checkpoints of [1, 2, 3]) {
      const projector = startBuilt('project-until-killed', [dataDir, 'read-models-1.db'])
      await projector.written(checkpoints)
      await projector.kill()
    }
    const models = await open()
    expect(await models.waitFor(last, 20_000)).toBe(true)
    const total = await right(models.stats({ tenant: 'default', fields: {}, groupBy: [], timeZone: 'UTC', limit: 1 }))
    expect(total.total).toBe(2_000)
    expect(await breaches()).toEqual([])
  })
})
