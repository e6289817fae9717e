import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** A DNS server that answers TXT questions from a table, over UDP: enough for one resolver that asks one name. */
export async function startDns(): Promise<{
  address: string
  records: Map<string, string[]>
  asked: string[]
  stop(): void
}> {
  const records = new Map<string, string[]>()
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, end } = readName(query)
    asked.push(name)
    const texts = records.get(name)
    const answers = (texts ?? []).map(txtRecord)
    const header = Buffer.alloc(12)
    query.copy(header, 0, 0, 2)
    // A response, recursion available; NXDOMAIN for names that are not in the table.
    header.writeUInt16BE(texts ? 0x8180 : 0x8183, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(answers.length, 6)
    socket.send(Buffer.concat([header, query.subarray(12, end + 4), ...answers]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { address: `127.0.0.1:${socket.address().port}`, records, asked, stop: () => void socket.close() }
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 }
}

/** Text over 255 bytes comes in several strings, as DNS has it. */
function txtRecord(text: string): Buffer {
  const strings = (text.match(/.{1,255}/gs) ?? ['']).map((part) =>
    Buffer.from(`${String.fromCharCode(part.length)}${part}`, 'latin1'),
  )
  const data = Buffer.concat(strings)
  // The name is a pointer to the question's; type TXT, class IN, 60 s.
  const head = Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 60, data.length >> 8, data.length & 0xff])
  return Buffer.concat([head, data])
}
