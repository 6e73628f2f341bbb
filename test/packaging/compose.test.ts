import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import * as dclint from 'dclint'
import { describe, expect, test } from 'vitest'
import {
  compose,
  composePath,
  composeText,
  composeValue,
  dockerfileText,
  nodes,
  restOf,
  service,
  services,
} from './packaged-files.js'

/** The compose specification's schema (github.com/compose-spec/compose-spec, Apache-2.0), as dclint brings it. */
const schemaOf = (): object => {
  const file = createRequire(import.meta.url)
    .resolve('dclint/package.json')
    .replace('package.json', 'schemas/compose.schema.json')
  const { $schema: _, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  return schema
}

/** Its own declarations cannot be resolved from a module. */
const { DCLinter } = dclint as unknown as {
  readonly DCLinter: new (config: {
    readonly rules: Readonly<Record<string, 0 | 1 | 2>>
    readonly quiet: boolean
    readonly debug: boolean
    readonly exclude: readonly string[]
  }) => {
    readonly lintFiles: (
      paths: readonly string[],
      recursive: boolean,
    ) => readonly { readonly messages: readonly Finding[] }[]
  }
}
interface Finding {
  readonly line: number
  readonly rule: string
  readonly message: string
}

describe('docker-compose.yml', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schemaOf())

  test('is what the compose specification takes', () => {
    expect([validate(composeValue), validate.errors]).toEqual([true, null])
    const broken = structuredClone(composeValue) as { services: { annals: Record<string, unknown> } }
    broken.services.annals['port'] = ['7272']
    expect(validate(broken)).toBe(false)
  })

  test('passes the linter', () => {
    // The order of services and of their keys is that of reading here.
    const rules = {
      'services-alphabetical-order': 0,
      'service-keys-order': 0,
      'require-project-name-field': 2,
    } as const
    const [result] = new DCLinter({ rules, quiet: false, debug: false, exclude: [] }).lintFiles([composePath], false)
    expect(result?.messages.map(({ line, rule, message }) => ({ line, rule, message }))).toEqual([])
  })

  test('uses every volume that it declares, and declares every one', () => {
    const used = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]))
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(compose.volumes).toSorted())
  })

  test('pins every image to a release', () => {
    const images = services.flatMap(([, { image, build }]) => (build === undefined ? [image ?? ''] : []))
    // With a name, compose might pull what is built here from somebody else.
    expect(services.filter(([, { image, build }]) => image !== undefined && build !== undefined)).toEqual([])
    expect(images.filter((image) => !/^[a-z/-]+:\d+\.\d+\.\d+(-[a-z]+)?$/.test(image))).toEqual([])
    // Under the BSD licence up to 24.6; later lines are not.
    for (const name of ['esdb', ...nodes]) expect(service(name).image).toBe('eventstore/eventstore:24.6.0-jammy')
  })

  test('publishes on the loopback address alone, each port once', () => {
    const ports = services.flatMap(([, { ports: each = [] }]) => each)
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([])
    expect(new Set(ports.map((port) => port.split(':')[1])).size).toBe(ports.length)
    expect(ports).toContain('127.0.0.1:7272:7272')
  })

  test('has a health check for all that stays up, and starts what depends on it afterwards', () => {
    const oneOff = services.filter(([, { restart }]) => restart === 'no').map(([name]) => name)
    expect(oneOff).toEqual(['certificates'])
    for (const [name, { restart, healthcheck, build, depends_on: dependsOn = {} }] of services) {
      if (oneOff.includes(name)) continue
      expect([name, restart]).toEqual([name, 'unless-stopped'])
      // Annals has it in its image.
      expect([name, build === undefined ? healthcheck?.test[0] : restOf('HEALTHCHECK').length]).toEqual([
        name,
        build === undefined ? 'CMD' : 1,
      ])
      for (const [other, { condition }] of Object.entries(dependsOn))
        expect([name, condition]).toEqual([
          name,
          oneOff.includes(other) ? 'service_completed_successfully' : 'service_healthy',
        ])
    }
    expect(Object.keys(service('annals').depends_on ?? {})).toEqual(['esdb'])
    expect(Object.keys(service('annals-cluster').depends_on ?? {})).toEqual(nodes)
  })

  test('starts one node without a profile, and all that belongs to three with one', () => {
    const inProfile = services.filter(([, { profiles = [] }]) => profiles.includes('cluster')).map(([name]) => name)
    expect(inProfile.toSorted()).toEqual(['annals-cluster', 'certificates', ...nodes])
    expect(services.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name)).toEqual([
      'annals',
      'esdb',
    ])
  })

  test('holds no secret, not even a default for one', () => {
    for (const [name, { environment = {}, env_file: envFile }] of services) {
      expect([name, envFile]).toEqual([name, undefined])
      for (const [key, value] of Object.entries(environment)) {
        if (/PASSWORD|TOKEN|SECRET|KEY$/.test(key)) expect([name, key, value]).toEqual([name, key, null])
        if (key === 'ANNALS_LOG') expect(value ?? '').not.toContain('@')
      }
    }
    // Interpolated by compose: nothing is.
    expect(composeText.replaceAll('$$', '')).not.toContain('$')
  })

  test('gives no container more rights than it needs', () => {
    for (const [
      name,
      { privileged, user, security_opt: options, cap_drop: dropped, read_only: readOnly, network_mode: mode },
    ] of services) {
      expect([name, privileged]).toEqual([name, undefined])
      if (name === 'certificates') expect([user, mode]).toEqual(['0:0', 'none'])
      else expect([name, user, options]).toEqual([name, undefined, ['no-new-privileges:true']])
      if (name.startsWith('annals')) expect([name, dropped, readOnly]).toEqual([name, ['ALL'], true])
    }
  })
})

test('what the file and the Dockerfile promise each other', () => {
  expect(dockerfileText).toContain('EXPOSE 7272')
  for (const name of ['annals', 'annals-cluster']) expect(service(name).volumes?.[0]).toMatch(/:\/data$/)
  expect(restOf('VOLUME')).toEqual(['/data'])
})
