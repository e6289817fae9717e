import { Button, Checkbox, Field, Input, Textarea } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useEffect, useRef, useState } from 'react'
import { byteOrderMark, saveFile } from '../../../kit/download.ts'
import { showCount } from '../../../kit/format.ts'
import { formulae } from '../../../kit/formulae.ts'
import { sayError } from '../../../kit/graph/error.ts'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { Arrival } from './arrival.tsx'
import { type BulkRow, mostRows, readRows, templateRows } from './bulk-csv.ts'
import { BulkPreview, BulkProgress, BulkResults } from './bulk-lists.tsx'
import { type BulkResult, createRunner } from './bulk-run.ts'
import { myAppsUrl } from './use-user-actions.ts'

/** A message of ten thousand characters in ten thousand lines is no list of people. */
const largestFile = 8_000_000

const csv = async () => (await import('papaparse')).default
const save = async (name: string, rows: readonly (readonly string[])[]) =>
  saveFile(name, [
    byteOrderMark,
    (await csv()).unparse(rows as string[][], { escapeFormulae: formulae, newline: '\r\n' }),
    '\r\n',
  ])

/** Invites the people of a list: uploaded or pasted, looked over, then run with progress and results to keep. */
export function BulkInvitePane({ onClose }: { onClose(): void }) {
  const graph = useGraph()
  const notify = useNotify()
  const refresh = useRefresh()
  const [text, setText] = useState('')
  // A file is not put into the field: ten thousand lines would make it slow to type in.
  const [file, setFile] = useState<string | null>(null)
  const [rows, setRows] = useState<BulkRow[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [sendMail, setSendMail] = useState(true)
  const [redirectUrl, setRedirectUrl] = useState(myAppsUrl)
  const [state, setState] = useState<'choosing' | 'running' | 'done'>('choosing')
  const [results, setResults] = useState<BulkResult[]>([])
  const stop = useRef<AbortController>(null)
  const [stopping, setStopping] = useState(false)

  useEffect(() => {
    let current = true
    const timer = setTimeout(async () => {
      const { data } = (await csv()).parse<string[]>(file ?? text, { skipEmptyLines: false })
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
    if (!chosen) return setFile(null)
    if (chosen.size > largestFile) setProblem(texts.bulkTooLarge)
    else setFile((await chosen.text()).replace(/^\uFEFF/, ''))
  }

  const good = rows.filter((row) => row.problem === null)
  const badUrl = !/^https?:\/\/[^\s/]/i.test(redirectUrl.trim())

  const run = async () => {
    setState('running')
    setResults([])
    setStopping(false)
    stop.current = new AbortController()
    const invite = createRunner(graph, { sendMail, redirectUrl: redirectUrl.trim() })
    const work = async (row: BulkRow) => {
      try {
        const result = await invite(row)
        setResults((old) => [...old, result])
        if (result.why) throw new Error(result.why)
      } catch (error) {
        setResults((old) =>
          old.some((one) => one.row === row)
            ? old
            : [...old, { row, user: null, link: null, done: false, why: sayError(error) }],
        )
        throw error
      }
    }
    await notify.job(texts.bulkRunning(good.length), good, work, { signal: stop.current.signal })
    await refresh(['/v1.0/users', '/v1.0/groups', '/v1.0/auditLogs'])
    setState('done')
  }

  const halt = () => {
    setStopping(true)
    stop.current?.abort()
  }

  const title = texts.bulkInvite
  if (state !== 'choosing') {
    const begun = new Set(results.map(({ row }) => row))
    const left = state === 'done' ? good.filter((row) => !begun.has(row)) : []
    return (
      <Pane
        wide
        title={title}
        onClose={onClose}
        footer={
          state === 'running' ? (
            <Button disabledFocusable={stopping} onClick={halt}>
              {stopping ? texts.bulkStopping : texts.bulkStop}
            </Button>
          ) : (
            <>
              <Button
                appearance="primary"
                icon={<ArrowDownloadRegular />}
                onClick={() => void save(texts.bulkResultsFile, resultRows(results, left))}
              >
                {texts.bulkDownloadResults}
              </Button>
              <Button onClick={onClose}>{kit.close}</Button>
            </>
          )
        }
      >
        <Arrival key={state}>
          {state === 'running' && <BulkProgress done={results.length} total={good.length} />}
          {state === 'done' && <BulkResults results={results} left={left} />}
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
