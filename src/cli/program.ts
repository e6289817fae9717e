import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { ExplainFlags } from './explain.ts'
import type { GuestsFlags } from './guests.ts'
import type { InitFlags } from './init.ts'
import type { InviteFlags } from './invite.ts'
import type { KeysFlags } from './keys.ts'
import type { DemoFlags } from './server-commands.ts'
import type { Terminal } from './terminal.ts'

/** All commands. Each loads its own code when it runs, so that `--help` and `explain 500213` answer at once. */
export function buildProgram(terminal: Terminal): Command {
  const program = new Command('gatehouse')
    .description('An identity platform for people from outside: guests, partners and customers, on your own machines.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError()
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', overview)

  program
    .command('demo')
    .description('serve a seeded world: Contoso, Fabrikam, Woodgrove, and a sample portal')
    .option('--expose', 'listen on all addresses; its passwords are public, so for a container in CI only')
    .option('--world <file>', 'tenants, people and apps of your own, in the shape of demo.json')
    .option('--json', 'print where it is as one line of JSON')
    .addHelpText(
      'after',
      serverHelp([
        'gatehouse demo',
        'gatehouse demo --world world.json',
        'PORT=0 GATEHOUSE_DATA=/tmp/world gatehouse demo --json',
      ]),
    )
    .action(async (flags: DemoFlags) => (await import('./server-commands.ts')).demo(flags, terminal))

  program
    .command('serve')
    .description('serve a deployment that `gatehouse init` made')
    .option('--json', 'print where it is as one line of JSON')
    .addHelpText(
      'after',
      serverHelp([
        'GATEHOUSE_ORIGIN=https://login.example.com PORT=443 gatehouse serve',
        'DATABASE_URL=postgres://… GATEHOUSE_SECRET=… gatehouse serve',
      ]),
    )
    .action(async (flags: { json?: boolean }) => (await import('./server-commands.ts')).serve(flags, terminal))

  program
    .command('init')
    .description('make the first tenant, its administrator and the operator’s credential')
    .option('--organization <name>', 'display name of the first tenant')
    .option('--domain <domain>', 'its first domain; people sign in as name@domain')
    .option('--admin <name>', 'user name of its administrator, before the @')
    .option('--admin-name <name>', 'display name of its administrator')
    .option('--password-stdin', 'read the administrator’s password from standard input, instead of making one')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      serverHelp([
        'gatehouse init',
        'gatehouse init --organization Contoso --domain contoso.example --admin ada --json > credentials.json',
      ]),
    )
    .action(async (flags: InitFlags) => (await import('./init.ts')).init(flags, terminal))

  program
    .command('migrate')
    .description('bring the database to this version; `serve` does the same at its start')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', serverHelp(['DATABASE_URL=postgres://… GATEHOUSE_SECRET=… gatehouse migrate']))
    .action(async (flags: { json?: boolean }) => (await import('./init.ts')).migrateDatabase(flags, terminal))

  clientCommand(program.command('explain [anything...]'))
    .description('say which setting refused a sign-in, and what to change')
    .addHelpText(
      'after',
      examples(
        [
          'gatehouse explain 500213',
          'gatehouse explain 3f0c1d0e-8f0a-4f4c-9c53-5d0e4f1d2a10',
          'gatehouse explain < error.txt',
        ],
        'Takes a code, a request id, a correlation id, or the whole text of an error, as arguments or on standard\ninput. Codes are explained without a server; ids need one, and an account or app that may read sign-in logs.',
      ),
    )
    .action(async (words: string[], flags: ExplainFlags) =>
      (await import('./explain.ts')).explain(words, flags, terminal),
    )

  clientCommand(program.command('invite <email>'))
    .description('invite somebody as a guest, and print the link to accept')
    .option('--name <name>', 'display name of the guest')
    .option('--redirect-url <url>', 'where the guest lands after accepting; My Apps unless told')
    .option('--message <text>', 'personal words in the mail')
    .option('--language <tag>', 'language of the mail, such as de-DE')
    .option('--cc <email>', 'one more who gets the mail')
    .option('--no-mail', 'send nothing: you hand over the link')
    .addHelpText(
      'after',
      examples(
        ['gatehouse invite ann@fabrikam.example', 'gatehouse invite ann@fabrikam.example --no-mail --json'],
        'Inviting an address again while the guest has not accepted makes a new link; when it is mailed, the earlier one ends.',
      ),
    )
    .action(async (email: string, flags: InviteFlags) => (await import('./invite.ts')).invite(email, flags, terminal))

  clientCommand(program.command('guests'))
    .description('list guests: state, organization, age')
    .addOption(new Option('--state <state>', 'only guests in this state').choices(['pending', 'accepted']))
    .option('--limit <number>', 'at most so many', positive, 100)
    .addHelpText('after', examples(['gatehouse guests', 'gatehouse guests --state pending --limit 1000 --json']))
    .action(async (flags: GuestsFlags) => (await import('./guests.ts')).guests(flags, terminal))

  const keys = program
    .command('keys')
    .description('signing keys of a tenant; for the operator')
    .addHelpText(
      'after',
      examples([
        'gatehouse keys list --tenant contoso.example',
        'gatehouse keys rotate --tenant contoso.example --json',
      ]),
    )
  operatorCommand(keys.command('list'))
    .description('list the keys that are published')
    .addHelpText('after', examples(['gatehouse keys list --tenant contoso.example']))
    .action(async (flags: KeysFlags) => (await import('./keys.ts')).listKeys(flags, terminal))
  operatorCommand(keys.command('rotate'))
    .description('let the waiting key sign, publish a new one; no token in use is refused')
    .addHelpText('after', examples(['gatehouse keys rotate --tenant contoso.example']))
    .action(async (flags: KeysFlags) => (await import('./keys.ts')).rotateKeys(flags, terminal))

  return program
}

const clientCommand = (command: Command): Command =>
  connected(command)
    .option('--tenant <tenant>', 'id or domain of the tenant; in the demo also contoso, fabrikam, woodgrove')
    .option('--browser', 'sign in yourself, even where an app’s credentials are set')

const operatorCommand = (command: Command): Command =>
  connected(command).option(
    '--tenant <tenant>',
    'id or domain of the tenant; in the demo also contoso, fabrikam, woodgrove',
  )

const connected = (command: Command): Command =>
  command
    .option('--json', 'print the result as JSON')
    .option('--origin <url>', 'URL of the server (GATEHOUSE_ORIGIN)')
    .option('--ca <file>', 'PEM file of its certificate authority (GATEHOUSE_CA)')

function positive(text: string): number {
  const number = Number(text)
  if (!/^\d{1,7}$/.test(text) || number === 0) throw new InvalidArgumentError('It must be a number from 1.')
  return number
}

function examples(lines: string[], more = ''): string {
  return `${more && `\n${more}\n`}\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`
}

const serverHelp = (lines: string[]): string =>
  examples(
    lines,
    'Settings come from the environment: GATEHOUSE_ORIGIN, PORT, HOST, GATEHOUSE_DATA, DATABASE_URL, SMTP_URL,\nGATEHOUSE_TLS, GATEHOUSE_SECRET and others; docs/guides/run-it.md says what each does.',
  )

const overview = `
Without flags, explain, invite and guests find the server and their credentials in the environment
(GATEHOUSE_ORIGIN, GATEHOUSE_TENANT, GATEHOUSE_CLIENT_ID, GATEHOUSE_CLIENT_SECRET, GATEHOUSE_CA), or in the
demo.json of a demo in ./data or GATEHOUSE_DATA; else you sign in by browser.

Examples:
  $ gatehouse demo
  $ gatehouse invite ann@fabrikam.example
  $ gatehouse explain 500213`

/** Two folders up both from the sources and from the package's dist/. */
const version = (): string =>
  (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version
