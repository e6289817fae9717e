import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataFolder, gatehouse } from './run.ts'

const commands = ['demo', 'serve', 'init', 'migrate', 'explain', 'invite', 'guests', 'keys', 'keys list', 'keys rotate']

test('every command has help with examples and --json', async () => {
  const answers = await Promise.all(commands.map((command) => gatehouse([...command.split(' '), '--help'])))
  for (const [index, { code, out }] of answers.entries()) {
    assert.equal(code, 0, String(commands[index]))
    assert.match(out, /Examples:\n {2}\$ /, String(commands[index]))
    assert.match(out, /--json/, String(commands[index]))
  }
})

const usage: { given: string[]; says: RegExp }[] = [
  { given: ['gests'], says: /Did you mean guests/ },
  { given: ['guests', '--stat', 'pending'], says: /Did you mean --state/ },
  { given: ['guests', '--state', 'asleep'], says: /pending, accepted/ },
  { given: ['guests', '--limit', '0'], says: /number from 1/ },
  { given: ['guests'], says: /GATEHOUSE_ORIGIN is not set/ },
  { given: ['invite'], says: /missing required argument/ },
  { given: ['invite', 'not-an-address'], says: /not a mail address/ },
  { given: ['explain'], says: /Nothing to explain/ },
  { given: ['explain', 'my', 'problem'], says: /Neither a code nor an id/ },
  { given: ['keys', 'rotate', '--origin', 'https://x.example'], says: /GATEHOUSE_OPERATOR_TOKEN is not set/ },
  { given: ['init'], says: /--organization is missing/ },
  { given: ['init', '--organization', 'x', '--domain', 'no domain'], says: /--domain is 'no domain'/ },
]
for (const { given, says } of usage)
  test(`gatehouse ${given.join(' ')}: a wrong command line ends with 2 and says what is wrong`, async (t) => {
    const { code, out, err } = await gatehouse(given, { environment: { GATEHOUSE_DATA: dataFolder(t) } })
    assert.equal(code, 2, err)
    assert.match(err, says)
    assert.equal(out, '')
  })

test('with --json a wrong command line is told as JSON, too', async () => {
  for (const [given, says] of [
    [['guests', '--bogus'], /unknown option '--bogus'/],
    [['nonsense'], /unknown command 'nonsense'/],
  ] as const) {
    const { code, out, err } = await gatehouse([...given, '--json'])
    assert.equal(code, 2, err)
    assert.match(JSON.parse(err).error.message, says)
    assert.equal(out, '')
  }
})

test('a code is explained without a server, on the terminal and as JSON', async () => {
  const readable = await gatehouse(['explain', 'AADSTS500213'])
  assert.equal(readable.code, 0)
  assert.match(readable.out, /^AADSTS500213 NotAllowedByInboundPolicyTenant\n[\s\S]* {2}Fix /)
  const { reference } = JSON.parse((await gatehouse(['explain', '900432', '--json'])).out)
  assert.deepEqual(
    reference.seeAlso.map(({ code }: { code: number }) => code),
    [500212, 500213],
  )
})

test('a code that does not exist is a refusal, not a guess', async () => {
  const { code, err } = await gatehouse(['explain', 'AADSTS123456'])
  assert.equal(code, 1)
  assert.match(err, /not a code that Gatehouse gives/)
})

test('a server that does not answer is named, with exit code 3', async (t) => {
  const environment = {
    GATEHOUSE_DATA: dataFolder(t),
    GATEHOUSE_ORIGIN: 'https://localhost:1',
    GATEHOUSE_TENANT: 'contoso.example',
    GATEHOUSE_CLIENT_ID: 'app',
    GATEHOUSE_CLIENT_SECRET: 'hunter2',
  }
  const { code, err } = await gatehouse(['guests', '--json'], { environment })
  assert.equal(code, 3)
  assert.match(JSON.parse(err).error.message, /No answer from https:\/\/localhost:1/)
  assert.doesNotMatch(err, /hunter2/)
})

test('without credentials and without a person, what is missing is named', async (t) => {
  const environment = { GATEHOUSE_DATA: dataFolder(t), GATEHOUSE_ORIGIN: 'https://localhost:1' }
  const { code, err } = await gatehouse(['guests'], { environment })
  assert.equal(code, 2)
  assert.match(err, /GATEHOUSE_CLIENT_ID/)
})
