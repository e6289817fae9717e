import { parseArgs } from 'node:util'

/** What can be measured, in the order it is. */
export const names = [
  'signatures',
  'bare',
  'client-credentials',
  'oidc-provider',
  'refresh',
  'code',
  'sign-in',
  'enumeration',
  'pages',
  'page-views',
  'invitations',
  'guests',
  'user-list',
  'decision',
  'start',
  'memory',
] as const
export type Name = (typeof names)[number]

export type Options = {
  help: boolean
  json: boolean
  /** Everything when nothing was named. What a figure is compared with is measured too. */
  only: ReadonlySet<Name>
  /** How often each contestant has its turn, for how long. The median of the turns counts. */
  rounds: number
  seconds: number
  /** Sizes of the tenants whose guests are asked for, smallest first. */
  users: number[]
  /** Figures that show that the bench works, not how fast the product is. */
  isQuick: boolean
}

export const help = `npm run bench -- [options]

  --only <name>   measure this one; may come several times
                  ${names.slice(0, 7).join(', ')},
                  ${names.slice(7).join(', ')}
  --quick         short turns and small tenants: to see that it works, not to quote
  --full          also a tenant of 1,000,000 users (takes minutes and 3 GB of disk)
  --json          print JSON instead of the table
  --help          print this`

/** Throws TypeError with a sentence for whoever typed it. */
export function parseOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const { only = [], quick, full, json, help } = values
  if (quick && full) throw new TypeError('--quick and --full exclude each other')
  return {
    help,
    json,
    only: new Set(only.length > 0 ? only.map(known) : names),
    rounds: quick ? 2 : 5,
    seconds: quick ? 1 : 3,
    isQuick: quick,
    users: quick ? [1_000, 10_000] : full ? [1_000, 100_000, 1_000_000] : [1_000, 100_000],
  }
}

function known(name: string): Name {
  const found = names.find((one) => one === name)
  if (!found) throw new TypeError(`--only ${name}: there is no such figure. There are ${names.join(', ')}.`)
  return found
}
