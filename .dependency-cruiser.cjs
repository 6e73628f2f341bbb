/** The layers of docs/architecture.md: dependencies point one way. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed },
})
const pkg = (...names) => names.map((name) => `^node_modules/${name.replace('/', '/')}(/|$)`)

/** What needs nothing but fetch: all of the client but what goes with a framework or another client of HTTP. */
const lightClient = '^src/client/(?!express/|undici/)'

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'not-to-dev-dep',
      severity: 'error',
      // The dashboard is built into one script: what it is made of is not installed with the package.
      from: { pathNot: '^src/web/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    },
    only('domain-is-pure', '^src/domain/', ['^src/domain/', ...pkg('fp-ts', 'io-ts', 'jsondiffpatch')]),
    only('ports-are-types', '^src/ports/', ['^src/(ports|domain)/', ...pkg('fp-ts')]),
    only('projections-know-the-domain', '^projections/', ['^projections/', '^src/domain/', ...pkg('fp-ts')]),
    only('application-knows-ports', '^src/application/', [
      '^src/(application|ports|domain)/',
      ...pkg('fp-ts', 'io-ts', 'lru-cache'),
    ]),
    {
      name: 'adapters-know-ports',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^(src/(application|http|cli|main|wire|client)|projections)/' },
    },
    {
      name: 'faces-know-the-application',
      severity: 'error',
      from: { path: '^src/(http|cli|wire|client)/' },
      to: { path: '^(src/(adapters|main)|projections)/' },
    },
    {
      name: 'faces-apart',
      severity: 'error',
      from: { path: '^src/(http|cli|wire|client)/' },
      to: { path: '^src/(http|cli|wire|client)/', pathNot: '^src/$1/' },
    },
    only('client-is-light', lightClient, [
      '^src/(client|application|ports|domain)/',
      ...pkg('fp-ts', 'io-ts', 'uuid'),
      '^(node:)?async_hooks$',
    ]),
    only('undici-in-its-own-export', '^src/client/undici/', ['^src/client/', ...pkg('undici')]),
    only('express-in-its-own-export', '^src/client/express/', [
      '^src/(client|application|ports|domain)/',
      ...pkg('uuid', 'jose', 'proxy-addr', '@types/proxy-addr'),
      '^(node:)?(http|net)$',
    ]),
    {
      name: 'client-without-its-companions',
      severity: 'error',
      from: { path: '^src/client/', pathNot: '^src/client/(express|undici)/' },
      to: { path: '^src/client/(express|undici)/' },
    },
    {
      name: 'client-reaches-nothing-heavy',
      severity: 'error',
      from: { path: lightClient },
      to: {
        path: '^node_modules/',
        pathNot: ['fp-ts', 'io-ts', 'jsondiffpatch', 'uuid'].map((name) => `^node_modules/${name}/`),
        reachable: true,
      },
    },
    only('dashboard-knows-the-api', '^src/web/', [
      '^src/web/',
      '^src/domain/',
      // Types of what the API answers.
      '^src/ports/',
      ...pkg('preact', '@preact/signals', 'uplot', '@tanstack/virtual-core'),
    ]),
    {
      name: 'dashboard-in-the-browser',
      severity: 'error',
      from: { pathNot: '^src/web/' },
      to: { path: '^src/web/' },
    },
    {
      name: 'eventstore-client-in-its-adapter',
      severity: 'error',
      from: { pathNot: '^src/(adapters/eventstoredb|wire)/' },
      to: { path: '^node_modules/@eventstore/' },
    },
    {
      name: 'express-in-http',
      severity: 'error',
      from: { pathNot: '^src/http/' },
      to: { path: '^node_modules/express/' },
    },
    {
      name: 'prom-client-in-its-adapter',
      severity: 'error',
      from: { pathNot: '^src/adapters/prometheus/' },
      to: { path: '^node_modules/prom-client/' },
    },
    { name: 'composition-root-on-top', severity: 'error', from: { pathNot: '^src/main/' }, to: { path: '^src/main/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
