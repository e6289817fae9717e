import { Button, Checkbox, Field, Input, Textarea } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useEffect, useRef, useState } from 'react'
import { byteOrderMark, saveFile } from '../../../kit/download.ts'
import { showCount } from '../../../kit/format.ts'
import { formulae } from '../../../kit/formulae.ts'
import { sayError } from '../../../kit/graph/error.ts'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useNotify, useWork } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { Arrival } from './arrival.tsx'
import { type BulkRow, mostRows, readRows, templateRows } from './bulk-csv.ts'
import { BulkPreview, BulkProgress, BulkResults } from './bulk-lists.tsx'
import { type BulkResult, createRunner } from './bulk-run.ts'
import { type Bulk, leftOf, setBulk, useBulk } from './bulk-state.ts'
import { myAppsUrl } from './use-user-actions.ts'

/** `text` null: it is larger than any list. */
type Uploaded = { text: string | null }

/** A message of ten thousand characters in ten thousand lines is no list of people. */
const largestFile = 8_000_000

const csv = async () => (await import('papaparse')).default
const save = async (name: string, rows: readonly (readonly string[])[]) =>
  saveFile(name, [
    byteOrderMark,
    (await csv()).unparse(rows as string[][], { escapeFormulae: formulae, newline: '\r\n' }),
    '\r\n',
  ])

const saveResults = (bulk: Bulk) =>
  save(texts.bulkResultsFile, resultRows(bulk.results, leftOf({ ...bulk, done: true })))
const key = 'bulk-invite'

/**
 * Invites the people of a list: uploaded or pasted, looked over, then run with progress and results to keep. Closed while it
 * runs, it shows the same when it is opened again.
 */
export function BulkInvitePane({ onClose }: { onClose(): void }) {
  const graph = useGraph()
  const notify = useNotify()
  const refresh = useRefresh()
  const [text, setText] = useState('')
  // A file is not put into the field: ten thousand lines would make it slow to type in.
  const [file, setFile] = useState<Uploaded | null>(null)
  const chosenLast = useRef<File>(undefined)
  const [rows, setRows] = useState<BulkRow[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [sendMail, setSendMail] = useState(true)
  const [redirectUrl, setRedirectUrl] = useState(myAppsUrl)
  const bulk = useBulk()
  const work = useWork(key)?.work

  useEffect(() => {
    let current = true
    const timer = setTimeout(async () => {
      if (file?.text === null) {
        setRows([])
        setProblem(texts.bulkTooLarge)
        return
      }
      const { data } = (await csv()).parse<string[]>(file?.text ?? text, { skipEmptyLines: false })
      if (!current) return
      const read = readRows(data)
      setRows(read.rows)
      setProblem(read.problem)
    }, 200)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [text, file])

  const upload = async (chosen: File | undefined) => {
    chosenLast.current = chosen
    if (!chosen) return setFile(null)
    if (chosen.size > largestFile) return setFile({ text: null })
    const text = (await chosen.text()).replace(/^\uFEFF/, '')
    // A small file is read before a large one that was chosen earlier.
    if (chosenLast.current === chosen) setFile({ text })
  }

  const good = rows.filter((row) => row.problem === null)
  const badUrl = !/^https?:\/\/[^\s/]/i.test(redirectUrl.trim())

  const run = async () => {
    let bulk: Bulk = { rows: good, results: [], done: false }
    const keep = (change: Partial<Bulk>) => {
      bulk = { ...bulk, ...change }
      setBulk(bulk)
    }
    const add = (result: BulkResult) => keep({ results: [...bulk.results, result] })
    keep({})
    const invite = createRunner(graph, { sendMail, redirectUrl: redirectUrl.trim() })
    const work = async (row: BulkRow) => {
      const result = await invite(row).catch((error: unknown) => {
        add({ row, user: null, link: null, done: false, why: sayError(error) })
        throw error
      })
      add(result)
      if (result.why) throw new Error(result.why)
    }
    const action = { label: texts.bulkDownloadResults, run: () => void saveResults(bulk) }
    await notify.job(texts.bulkRunning(good.length), good, work, { key, action })
    await refresh(['/v1.0/users', '/v1.0/groups', '/v1.0/auditLogs'])
    keep({ done: true })
  }

  const title = texts.bulkInvite
  if (bulk) {
    const { done, results, rows } = bulk
    const close = () => {
      if (done) setBulk(null)
      onClose()
    }
    return (
      <Pane
        wide
        title={title}
        onClose={close}
        footer={
          done ? (
            <>
              <Button appearance="primary" icon={<ArrowDownloadRegular />} onClick={() => void saveResults(bulk)}>
                {texts.bulkDownloadResults}
              </Button>
              <Button onClick={close}>{kit.close}</Button>
            </>
          ) : (
            <Button disabledFocusable={work?.stopping !== false} onClick={() => work?.stop()}>
              {work?.stopping ? texts.bulkStopping : texts.bulkStop}
            </Button>
          )
        }
      >
        <Arrival key={String(done)}>
          {done ? (
            <BulkResults results={results} left={leftOf(bulk)} />
          ) : (
            <BulkProgress done={results.length} total={rows.length} />
          )}
        </Arrival>
      </Pane>
    )
  }
  return (
    <Pane
      wide
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button appearance="primary" disabled={good.length === 0 || badUrl} onClick={() => void run()}>
            {texts.bulkSubmit(showCount(good.length), good.length)}
          </Button>
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <div>{texts.bulkSays(showCount(mostRows))}</div>
      <div>
        <Button icon={<ArrowDownloadRegular />} onClick={() => void save(texts.bulkTemplateFile, templateRows)}>
          {texts.bulkTemplate}
        </Button>
      </div>
      <Field label={texts.bulkUpload}>
        <input
          type="file"
          aria-label={texts.bulkUpload}
          accept=".csv,.txt,text/csv,text/plain"
          onChange={(event) => void upload(event.target.files?.[0])}
        />
      </Field>
      <Field label={texts.bulkPaste} hint={texts.bulkPasteHint} {...(problem ? { validationMessage: problem } : {})}>
        <Textarea
          rows={8}
          resize="vertical"
          value={text}
          onChange={(_, { value }) => setText(value)}
          disabled={file !== null}
          textarea={{ spellCheck: false }}
        />
      </Field>
      <Checkbox
        label={texts.bulkSendAll}
        checked={sendMail}
        onChange={(_, { checked }) => setSendMail(checked === true)}
      />
      <Field label={texts.bulkRedirect} {...(badUrl ? { validationMessage: texts.notAUrl } : {})}>
        <Input value={redirectUrl} maxLength={2048} onChange={(_, { value }) => setRedirectUrl(value)} />
      </Field>
      {rows.length > 0 && <BulkPreview rows={rows} />}
    </Pane>
  )
}

const resultRows = (results: readonly BulkResult[], left: readonly BulkRow[]): string[][] => [
  [texts.bulkLine, texts.mail, texts.status, texts.reason, texts.objectId, texts.bulkLink],
  ...results
    .toSorted((a, b) => a.row.line - b.row.line)
    .map(({ row, user, link, done, why }) => [
      String(row.line),
      row.address,
      done ? texts.success : user ? texts.bulkPartly : texts.failure,
      why ?? '',
      user ?? '',
      link ?? '',
    ]),
  ...left.map(({ line, address }) => [String(line), address, texts.bulkLeftTitle, '', '', '']),
]
