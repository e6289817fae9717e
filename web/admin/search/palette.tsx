import {
  Body1,
  Caption1,
  Caption1Strong,
  DialogBody,
  DialogContent,
  Input,
  makeStyles,
  mergeClasses,
  Spinner,
  tokens,
} from '@fluentui/react-components'
import { SearchRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { useSession } from '../../kit/auth/session.tsx'
import { config } from '../../kit/config.ts'
import { useGraph } from '../../kit/graph/hooks.tsx'
import { useLate } from '../../kit/ui/late.ts'
import { Modal } from '../../kit/ui/modal.tsx'
import { type ThemeChoice, useTheme } from '../../kit/ui/theme.tsx'
import { texts } from '../../texts/en/search.ts'
import { texts as shell } from '../../texts/en/shell.ts'
import { useTenant } from '../tenant.tsx'
import { type Hit, hitsHere, hitsOfDirectory } from './hits.ts'
import type { Place } from './places.ts'

const useStyles = makeStyles({
  surface: {
    maxWidth: '40rem',
    width: 'calc(100vw - 2rem)',
    padding: tokens.spacingHorizontalM,
    top: '4rem',
    marginBlockStart: 0,
  },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, maxHeight: '70vh' },
  results: { overflowY: 'auto', minHeight: '6rem' },
  heading: {
    display: 'block',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} 0`,
    color: tokens.colorNeutralForeground2,
  },
  hit: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: `0 ${tokens.spacingHorizontalM}`,
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    overflowWrap: 'anywhere',
  },
  active: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    outline: `2px solid ${tokens.colorStrokeFocus2}`,
    outlineOffset: '-2px',
  },
  soft: { color: tokens.colorNeutralForeground2 },
})

type Line = Hit | { key: string; group: string; label: string; detail?: string | undefined; run(): void }

/** Finds pages, people, apps, codes and ids, and does the few things that need no page. Arrows choose, Enter goes. */
export function Palette({
  start,
  onText,
  close,
}: {
  start: string
  /** What was typed, when it stands still. */
  onText(text: string): void
  close(): void
}) {
  const styles = useStyles()
  const go = useNavigate()
  const list = useId()
  const [text, setText] = useState(start)
  const late = useLate(text)
  useEffect(() => {
    if (late !== start) onText(late)
  }, [late, start, onText])
  const { lines, busy } = useLines(text, late.trim())
  const [at, setAt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, another first result
  useEffect(() => setAt(0), [text])
  const active = lines[Math.min(at, lines.length - 1)]
  const follow = (line: Line | undefined) => {
    if (!line) return
    if ('run' in line) {
      close()
      line.run()
    } else void go(line.to)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && lines.length > 0) {
      event.preventDefault()
      setAt((now) => (Math.min(now, lines.length - 1) + step + lines.length) % lines.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      follow(active)
    }
  }
  const idOf = (line: Line) => `${list}-${line.key}`
  useEffect(() => {
    if (active) document.getElementById(`${list}-${active.key}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, list])
  const groups = [...new Set(lines.map(({ group }) => group))]
  return (
    <Modal label={texts.title} className={styles.surface} onClose={close}>
      <DialogBody className={styles.body}>
        <Input
          autoFocus
          size="large"
          type="search"
          role="combobox"
          aria-expanded={lines.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-label={texts.hint}
          {...(active ? { 'aria-activedescendant': idOf(active) } : {})}
          contentBefore={<SearchRegular />}
          contentAfter={busy ? <Spinner size="tiny" aria-label={texts.searching} /> : null}
          maxLength={4000}
          value={text}
          onChange={(_, { value }) => setText(value)}
          onKeyDown={onKeyDown}
        />
        <DialogContent className={styles.results}>
          <div role="listbox" id={list} aria-label={texts.title}>
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options within a listbox has no element of its own
              <div key={group} role="group" aria-label={group}>
                <Caption1Strong className={styles.heading} aria-hidden>
                  {group}
                </Caption1Strong>
                {lines
                  .filter((line) => line.group === group)
                  .map((line) => (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
                    <div
                      key={line.key}
                      id={idOf(line)}
                      role="option"
                      tabIndex={-1}
                      aria-selected={line === active}
                      className={mergeClasses(styles.hit, line === active && styles.active)}
                      onClick={() => follow(line)}
                    >
                      <Body1>{line.label}</Body1>
                      {line.detail && <Caption1 className={styles.soft}>{line.detail}</Caption1>}
                    </div>
                  ))}
              </div>
            ))}
          </div>
          <div role="status">
            {lines.length > 0 && <span className={styles.soft}>{texts.results(lines.length)}</span>}
            {lines.length === 0 && !busy && (
              <>
                <Body1 block>{text.trim() === '' ? texts.start : texts.nothing}</Body1>
                {text.trim() !== '' && <Caption1 className={styles.soft}>{texts.nothingSays}</Caption1>}
              </>
            )}
          </div>
        </DialogContent>
      </DialogBody>
    </Modal>
  )
}

function useLines(text: string, late: string): { lines: Line[]; busy: boolean } {
  const graph = useGraph()
  const { kind } = useTenant()
  const found = useQuery({
    queryKey: ['graph', 'search', late],
    queryFn: ({ signal }) => hitsOfDirectory(graph, late, signal),
    enabled: late !== '',
  })
  const commands = useCommands()
  const shown = ({ only }: Place) => only === undefined || only === kind || (only === 'demo' && config.demo)
  const lines = [...hitsHere(text, shown), ...(late === '' ? [] : (found.data ?? [])), ...commands(text)]
  return { lines, busy: late !== '' && found.isFetching }
}

/** What can be done from anywhere, by its first letters. */
function useCommands(): (text: string) => Line[] {
  const session = useSession()
  const { choose } = useTheme()
  const themes = Object.entries(shell.themes) as [ThemeChoice, string][]
  const all: Line[] = [
    ...themes.map(([value, name]) => ({
      key: `theme-${value}`,
      group: texts.commands,
      label: texts.switchTheme(name),
      run: () => choose(value),
    })),
    { key: 'sign-out', group: texts.commands, label: texts.signOut, run: () => void session.signOut() },
  ]
  return (text) => {
    const wanted = text.trim().toLowerCase()
    if (wanted.length < 2) return []
    return all.filter(
      ({ label }) =>
        label
          .toLowerCase()
          .split(/[: ]+/)
          .some((word) => word.startsWith(wanted)) || label.toLowerCase().startsWith(wanted),
    )
  }
}
