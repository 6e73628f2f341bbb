import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { validate } from 'dockerfile-utils'
import { describe, expect, test } from 'vitest'
import {
  buildStage,
  copiesOf,
  dockerfileText,
  execJson,
  instructions,
  lastStage,
  repository,
  restOf,
} from './packaged-files.js'

describe('the Dockerfile', () => {
  test('passes the linter', () => {
    expect(validate(dockerfileText)).toEqual([])
    expect(validate(dockerfileText.replace('EXPOSE 7272', 'EXPOSE port')).length).toBe(1)
  })

  test('builds in a stage of its own, on one pinned release of Node that package.json allows', async () => {
    const images = instructions.filter(({ name }) => name === 'FROM').map(({ rest }) => rest.split(' ')[0] ?? '')
    expect(images.length).toBe(2)
    expect(new Set(images).size).toBe(1)
    const [, version = ''] = /^node:(\d+\.\d+\.\d+)-bookworm-slim$/.exec(images[0] ?? '') ?? []
    const { engines } = JSON.parse(await readFile(`${repository}package.json`, 'utf8')) as { engines: { node: string } }
    expect(engines.node).toBe('>=20.19')
    expect(version.localeCompare('20.19.0', undefined, { numeric: true })).toBe(1)
    expect(buildStage.some(({ rest }) => rest.includes('npm ci'))).toBe(true)
    expect(lastStage.filter(({ rest }) => /npm|apt/.test(rest))).toEqual([])
  })

  test('runs as a user without rights, on signals, with a health check that needs no shell', () => {
    expect(restOf('USER')).toEqual(['node'])
    const after = lastStage.slice(lastStage.findIndex(({ name }) => name === 'USER') + 1).map(({ name }) => name)
    expect(after.filter((name) => ['RUN', 'COPY', 'ADD'].includes(name))).toEqual([])
    expect(execJson(restOf('ENTRYPOINT')[0] ?? '')[0]).toBe('node')
    expect(execJson(restOf('CMD')[0] ?? '')).toEqual(['serve', '--host', '0.0.0.0'])
    expect(restOf('HEALTHCHECK')[0]).toMatch(/ CMD \["node", /)
  })

  test('copies what is there, and neither secrets nor what was built here', async () => {
    const sources = copiesOf(buildStage).flatMap(({ sources: each }) => each)
    expect(sources.filter((source) => !existsSync(join(repository, source)))).toEqual([])
    expect(sources).not.toContain('.')
    const ignored = (await readFile(`${repository}.dockerignore`, 'utf8')).split('\n')
    for (const name of ['node_modules', 'dist', '.git', '.env', 'annals-data']) expect(ignored).toContain(name)
  })
})
