import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

export const repository = fileURLToPath(new URL('../../', import.meta.url))
export const composePath = `${repository}docker-compose.yml`

/** What of a service the tests look at, anchors and merges resolved. */
export interface Service {
  readonly image?: string
  readonly build?: string
  readonly profiles?: readonly string[]
  readonly environment?: Readonly<Record<string, string | null>>
  readonly env_file?: unknown
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly restart?: string
  readonly user?: string
  readonly privileged?: boolean
  readonly network_mode?: string
  readonly command?: readonly string[]
  readonly healthcheck?: { readonly test: readonly string[]; readonly disable?: boolean }
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly read_only?: boolean
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}

export const composeText = readFileSync(composePath, 'utf8')
export const composeValue: unknown = parse(composeText, { merge: true })
export const compose = composeValue as Compose
export const services = Object.entries(compose.services)
export const nodes = ['esdb-1', 'esdb-2', 'esdb-3'] as const

export const service = (name: string): Service => {
  const found = compose.services[name]
  if (found === undefined) throw new Error(`no service ${name}`)
  return found
}
export const environmentOf = (name: string): Readonly<Record<string, string | null>> => service(name).environment ?? {}

export const dockerfileText = readFileSync(`${repository}Dockerfile`, 'utf8')

/** The instructions of the Dockerfile in their order, continued lines joined, comments left out. */
export const instructions: readonly { readonly name: string; readonly rest: string }[] = dockerfileText
  .replaceAll(/^\s*#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [name = '', ...rest] = line.trim().split(' ')
    return { name, rest: rest.join(' ') }
  })

/** What follows the last `FROM`: the image itself. */
export const lastStage = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'))

/** The stage that builds. */
export const buildStage = instructions.slice(0, instructions.length - lastStage.length)

export const restOf = (name: string, among = lastStage): readonly string[] =>
  among.filter((instruction) => instruction.name === name).map(({ rest }) => rest)

/** An instruction in its exec form. */
export const execJson = (rest: string): readonly string[] => JSON.parse(rest) as readonly string[]

/** What follows the flags: sources, and where they go. */
export const copiesOf = (among: readonly { readonly name: string; readonly rest: string }[]) =>
  among
    .filter(({ name }) => name === 'COPY')
    .map(({ rest }) => {
      const paths = rest.split(' ').filter((part) => !part.startsWith('--'))
      return { from: /--from=(\S+)/.exec(rest)?.[1], sources: paths.slice(0, -1), target: paths.at(-1) ?? '' }
    })
