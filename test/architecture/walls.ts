import type { Arrow } from './imports.ts'

/** The domains of src/. They may use one another, without circles between files. */
const domains = [
  'access',
  'applications',
  'conditional-access',
  'consent',
  'credentials',
  'cross-tenant-access',
  'directory',
  'federation',
  'invitations',
  'logs',
  'mail',
  'my-account',
  'reports',
  'sign-in',
  'tenants',
  'user-flows',
]
const surfaces = ['graph', 'token-service', 'sign-in/pages']

type Zone = 'root' | 'cli' | 'testing' | 'surface' | 'domain' | 'storage' | 'demo' | 'portal' | 'kit' | 'page' | 'leaf'

/**
 * What pages and server share: pure rules on the shape of a setting, so that a page says of it what the decision will do.
 * Everything else the pages ask over the public API.
 */
const sharedRules = ['settings.ts', 'warnings.ts', 'effective.ts', 'evaluate.ts'].map(
  (file) => `src/cross-tenant-access/${file}`,
)

/** Which part of the house a file belongs to; undefined for a folder that the map does not know. */
export function zoneOf(path: string): Zone | undefined {
  if (path.startsWith('demo/portal/')) return 'portal'
  if (/^web\/(kit|texts)\//.test(path)) return 'kit'
  if (path.startsWith('web/admin/') || path.startsWith('web/me/') || path === 'web/vite.config.ts') return 'page'
  if (!path.startsWith('src/')) return undefined
  const file = path.slice('src/'.length)
  const inside = (folder: string) => file.startsWith(`${folder}/`)
  if (file === 'main.ts' || inside('http')) return 'root'
  if (inside('cli')) return 'cli'
  if (inside('testing')) return 'testing'
  if (surfaces.some(inside)) return 'surface'
  if (domains.some(inside)) return 'domain'
  if (inside('storage')) return 'storage'
  if (inside('demo')) return 'demo'
  return inside('errors') || !file.includes('/') ? 'leaf' : undefined
}

const mayUse: Record<Zone, { zones: Zone[]; because: string }> = {
  root: {
    zones: ['root', 'surface', 'domain', 'storage', 'demo', 'portal', 'leaf'],
    because: 'the composition root knows everything but the command line that starts it',
  },
  cli: {
    zones: ['cli', 'root', 'domain', 'demo', 'leaf'],
    because: 'a command starts the server through main.ts and otherwise talks to the public API',
  },
  testing: {
    zones: ['testing', 'root', 'demo', 'leaf'],
    because: 'the test double starts the demo through main.ts and otherwise talks to its API',
  },
  surface: {
    zones: ['surface', 'domain', 'leaf'],
    because: 'a surface parses, asks domains and presents; only http and main.ts know storage',
  },
  domain: { zones: ['domain', 'leaf'], because: 'a domain knows neither who asks nor where its data lie' },
  storage: {
    zones: ['storage', 'domain', 'leaf'],
    because: 'storage implements the store types that domains declare',
  },
  demo: {
    zones: ['demo', 'surface', 'domain', 'leaf'],
    because: 'the demo world is made with what a tenant can do, and shows its outbox on a page like the others',
  },
  portal: { zones: ['portal'], because: "the portal is a customer's app: it knows Gatehouse by its URLs only" },
  kit: { zones: ['kit'], because: 'the kit is shared by all pages, so it knows none' },
  page: { zones: ['page', 'kit'], because: 'pages know the server by its public API only' },
  leaf: { zones: ['leaf'], because: 'everybody may import it, so it may import nobody' },
}

/** Types only: the shape of all dependencies is put together from the domains' store types. */
export const gathersTypes = ['src/deps.ts', 'src/store.ts']

/** The complaint about an arrow that points the wrong way, or undefined. */
export function wrongArrow({ from, to, specifier, typeOnly }: Arrow): string | undefined {
  const zone = zoneOf(from)
  if (zone === undefined) return `${from} lies in a folder that test/architecture/walls.ts does not know`
  if (to === undefined) return wrongPackage(from, zone, specifier)
  if (zone === 'page' && sharedRules.includes(to)) return undefined
  const target = zoneOf(to)
  if (target === undefined || mayUse[zone].zones.includes(target)) return undefined
  const declares = target === 'domain' || (target === 'surface' && to.endsWith('/store.ts'))
  if (typeOnly && declares && (zone === 'storage' || gathersTypes.includes(from))) return undefined
  return `${from} (${zone}) imports ${to} (${target}): ${mayUse[zone].because}`
}

function wrongPackage(from: string, zone: Zone, specifier: string): string | undefined {
  const sql = /^(kysely|pg|node:sqlite)(\/|$)/.test(specifier)
  if (sql && zone !== 'storage') return `${from} imports ${specifier}: SQL is spoken in src/storage only`
  if (/^fastify$|^@fastify\//.test(specifier) && zone === 'storage')
    return `${from} imports ${specifier}: storage serves nobody`
  return undefined
}
