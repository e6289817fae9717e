import { texts } from '../../../texts/en/users.ts'
import { looksLikeAddress } from './addresses.ts'

/** One line of a bulk invitation. `problem`: why it is left out. */
export type BulkRow = {
  line: number
  address: string
  name: string
  redirectUrl: string
  /** Null: as chosen for all. */
  sendMail: boolean | null
  message: string
  /** Sign-in names, addresses or ids. */
  sponsors: string[]
  /** Names or ids. */
  groups: string[]
  problem: string | null
}

export const mostRows = 10_000

type Column = 'address' | 'name' | 'redirectUrl' | 'sendMail' | 'message' | 'sponsors' | 'groups'

/** Headings that are known, without spaces and case; those of the vendor's template stand in brackets. */
const headings: Record<string, Column> = {
  inviteeemail: 'address',
  email: 'address',
  emailaddress: 'address',
  inviteduseremailaddress: 'address',
  mail: 'address',
  name: 'name',
  displayname: 'name',
  inviteduserdisplayname: 'name',
  inviteredirecturl: 'redirectUrl',
  redirecturl: 'redirectUrl',
  sendemail: 'sendMail',
  sendinvitationmessage: 'sendMail',
  customizedmessagebody: 'message',
  message: 'message',
  sponsor: 'sponsors',
  sponsors: 'sponsors',
  group: 'groups',
  groups: 'groups',
}

const headingOf = (cell: string): Column | undefined =>
  headings[(/\[(\w+)\]/.exec(cell)?.[1] ?? cell).replaceAll(/[\s_-]/g, '').toLowerCase()]

/** The file to fill in, in the form that admins know; quoting follows RFC 4180. */
export const templateRows: readonly string[][] = [
  ['version:v1.0'],
  [
    'Email address to invite [inviteeEmail] Required',
    'Redirection url [inviteRedirectURL] Required',
    'Send invitation message (true or false) [sendEmail]',
    'Customized invitation message [customizedMessageBody]',
    'Display name [displayName]',
    'Sponsors [sponsors]',
    'Groups [groups]',
  ],
  ['example@example.com', 'https://myapps.example.com', 'true', 'Welcome!', 'Example Person', '', ''],
]

/**
 * Reads parsed lines: the vendor's template (version, headings, data), any file with known headings, or bare addresses
 * with a name beside them. `problem`: why nothing can be made of it.
 */
export function readRows(cells: readonly string[][]): { rows: BulkRow[]; problem: string | null } {
  const lines = cells.map((row, index) => ({ row: row.map((cell) => cell.trim()), line: index + 1 }))
  const filled = lines.filter(({ row }) => row.some((cell) => cell !== ''))
  const [first] = filled
  if (!first) return { rows: [], problem: null }
  const data = /^version:/i.test(first.row[0] ?? '') ? filled.slice(1) : filled
  const columns = data[0]?.row.map(headingOf) ?? []
  const headed = columns.includes('address')
  if (!headed && !looksLikeAddress(data[0]?.row[0] ?? '')) return { rows: [], problem: texts.bulkNoHeading }
  const order: (Column | undefined)[] = headed ? columns : ['address', 'name']
  const body = (headed ? data.slice(1) : data).filter(({ row }) => row[0]?.toLowerCase() !== 'example@example.com')
  if (body.length > mostRows) return { rows: [], problem: texts.bulkTooMany(mostRows, body.length) }
  const seen = new Map<string, number>()
  return { rows: body.map(({ row, line }) => readRow(row, line, order, seen)), problem: null }
}

function readRow(
  row: readonly string[],
  line: number,
  order: readonly (Column | undefined)[],
  seen: Map<string, number>,
): BulkRow {
  const cell = (column: Column): string => row[order.indexOf(column)] ?? ''
  const list = (column: Column): string[] =>
    cell(column)
      .split(/[;,|]/)
      .map((one) => one.trim())
      .filter((one) => one !== '')
  const address = cell('address').replace(/^mailto:/i, '')
  const send = cell('sendMail').toLowerCase()
  const result: BulkRow = {
    line,
    address,
    name: cell('name'),
    redirectUrl: cell('redirectUrl'),
    sendMail: send === '' ? null : send === 'true' || send === 'yes' || send === '1',
    message: cell('message'),
    sponsors: list('sponsors'),
    groups: list('groups'),
    problem: null,
  }
  const earlier = seen.get(address.toLowerCase())
  if (earlier === undefined) seen.set(address.toLowerCase(), line)
  return { ...result, problem: problemOf(result, send, earlier) }
}

function problemOf(row: BulkRow, send: string, earlier: number | undefined): string | null {
  if (row.address === '') return texts.bulkNoAddress
  if (!looksLikeAddress(row.address)) return texts.notOneAddress
  if (earlier !== undefined) return texts.bulkTwice(earlier)
  if (row.redirectUrl !== '' && !/^https?:\/\/[^\s/]/i.test(row.redirectUrl)) return texts.notAUrl
  if (!['', 'true', 'false', 'yes', 'no', '1', '0'].includes(send)) return texts.bulkSend
  if (row.name.length > 256) return texts.bulkLong(256)
  return row.message.length > 10_000 ? texts.bulkLong(10_000) : null
}
