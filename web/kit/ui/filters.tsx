import { Button, Dropdown, Field, Input, makeStyles, Option, SearchBox, tokens } from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { texts } from '../../texts/en/kit.ts'
import { useUrlState } from './url-state.ts'

/** One filter of a list, kept in the address under `name`. */
export type Filter = {
  name: string
  label: string
  /** What is shown while nothing is chosen; "All" unless told. */
  none?: string
} & ({ kind: 'choice'; options: readonly { value: string; label: string }[] } | { kind: 'text' | 'date' })

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, alignItems: 'end' },
  search: { minWidth: '12rem', flexGrow: 1, maxWidth: '24rem' },
  filter: { minWidth: '9rem' },
})

const patience = 300

/** Search and filters above a list. All of it is in the address bar; the list reads it there with `useFilters`. */
export function FilterBar({ searchLabel, filters = [] }: { searchLabel?: string; filters?: readonly Filter[] }) {
  const styles = useStyles()
  const [params, setParams] = useSearchParams()
  const names = ['q', ...filters.map((filter) => filter.name)]
  return (
    <search className={styles.bar}>
      {searchLabel && <Search label={searchLabel} />}
      {filters.map((filter) => (
        <FilterField key={filter.name} filter={filter} />
      ))}
      {names.some((name) => params.has(name)) && (
        <Button
          appearance="subtle"
          onClick={() =>
            setParams((now) => {
              const next = new URLSearchParams(now)
              for (const name of names) next.delete(name)
              return next
            })
          }
        >
          {texts.clearFilters}
        </Button>
      )}
    </search>
  )
}

/** What the filter bar says now: `q` is the search. */
export function useFilters<Name extends string>(...names: readonly Name[]): Partial<Record<Name | 'q', string>> {
  const [params] = useSearchParams()
  return Object.fromEntries(
    ['q', ...names].flatMap((name) => {
      const value = params.get(name)
      return value === null || value === '' ? [] : [[name, value]]
    }),
  ) as Partial<Record<Name | 'q', string>>
}

function Search({ label }: { label: string }) {
  const styles = useStyles()
  const field = useLateField('q')
  return (
    <SearchBox
      className={styles.search}
      aria-label={label}
      placeholder={label}
      maxLength={200}
      value={field.text}
      onChange={(_, { value }) => field.type(value)}
    />
  )
}

function FilterField({ filter }: { filter: Filter }) {
  const styles = useStyles()
  const [value, set] = useUrlState(filter.name)
  const late = useLateField(filter.name)
  if (filter.kind !== 'choice') {
    return (
      <Field label={filter.label} className={styles.filter}>
        {filter.kind === 'date' ? (
          <Input type="date" value={value ?? ''} onChange={(_, data) => set(data.value)} />
        ) : (
          <Input
            style={{ width: '9rem' }}
            value={late.text}
            maxLength={200}
            onChange={(_, data) => late.type(data.value)}
          />
        )}
      </Field>
    )
  }
  const chosen = filter.options.find((option) => option.value === value)
  return (
    <Field label={filter.label} className={styles.filter}>
      <Dropdown
        style={{ minWidth: '9rem' }}
        value={chosen?.label ?? filter.none ?? texts.filterAll}
        selectedOptions={[value ?? '']}
        onOptionSelect={(_, { optionValue }) => set(optionValue ?? null)}
      >
        <Option value="">{filter.none ?? texts.filterAll}</Option>
        {filter.options.map((option) => (
          <Option key={option.value} value={option.value}>
            {option.label}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}

/** Typing shows at once and reaches the address when it pauses; a change of the address from elsewhere shows too. */
function useLateField(name: string): { text: string; type(text: string): void } {
  const [value, set] = useUrlState(name)
  const [text, setText] = useState(value ?? '')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(value ?? '')
  useEffect(() => {
    if ((value ?? '') === sent.current) return
    sent.current = value ?? ''
    setText(value ?? '')
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    text,
    type(next) {
      setText(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        sent.current = next.trim()
        set(next.trim())
      }, patience)
    },
  }
}
