import {
  Field,
  Spinner,
  Tag,
  TagPicker,
  TagPickerControl,
  TagPickerGroup,
  TagPickerInput,
  TagPickerList,
  TagPickerOption,
} from '@fluentui/react-components'
import { AppsRegular, PeopleTeamRegular, PersonRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { texts } from '../../texts/en/kit.ts'
import { sayError } from '../graph/error.ts'
import { find, type Picked, type PickKind } from '../graph/find.ts'
import { useGraph } from '../graph/hooks.tsx'
import { useLate } from './late.ts'

export type { Picked, PickKind }

const icons = { user: PersonRegular, group: PeopleTeamRegular, application: AppsRegular }

/**
 * Finds people, groups and apps by name, address or id, and holds the chosen ones as chips. Arrow keys and Enter choose,
 * Backspace in the empty field takes the last one back.
 */
export function Picker({
  label,
  hint,
  kinds,
  picked,
  onChange,
  single = false,
  problem,
  required = false,
  disabled = false,
  accept = () => true,
}: {
  label: string
  hint?: string
  kinds: readonly PickKind[]
  picked: readonly Picked[]
  onChange(picked: Picked[]): void
  /** Choosing another one replaces the first. */
  single?: boolean
  /** What is wrong with the choice. */
  problem?: string | null | undefined
  required?: boolean
  disabled?: boolean
  /** Leaves out of the list what may not be chosen. */
  accept?(one: Picked): boolean
}) {
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const late = useLate(text.trim())
  const graph = useGraph()
  const found = useQuery({
    queryKey: ['graph', 'picker', ...kinds, late],
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(kinds.map((kind) => find(graph, kind, late, signal)))
      return lists.flat()
    },
    placeholderData: (before) => before,
    enabled: !disabled,
  })
  const options = (found.data ?? []).filter((one) => accept(one) && !picked.some(({ id }) => id === one.id))
  const choose = (ids: readonly string[]) => {
    const known = new Map([...options, ...picked].map((one) => [one.id, one]))
    const next = ids.flatMap((id) => known.get(id) ?? [])
    onChange(single ? next.slice(-1) : next)
    setText('')
    if (single) setOpen(false)
  }
  const wrong = problem ?? (found.error ? sayError(found.error) : null)
  return (
    <Field label={label} hint={hint} required={required} {...(wrong ? { validationMessage: wrong } : {})}>
      <TagPicker
        selectedOptions={picked.map(({ id }) => id)}
        disabled={disabled}
        open={open}
        onOpenChange={(_, data) => setOpen(data.open)}
        onOptionSelect={(_, { value, selectedOptions }) => {
          if (value !== nothing) choose(selectedOptions)
        }}
      >
        <TagPickerControl>
          <TagPickerGroup aria-label={texts.chosen(label)}>
            {picked.map(({ id, kind, name }) => {
              const Icon = icons[kind]
              return (
                <Tag key={id} shape="rounded" value={id} media={<Icon />}>
                  {name}
                </Tag>
              )
            })}
          </TagPickerGroup>
          <TagPickerInput
            aria-label={label}
            maxLength={200}
            value={text}
            placeholder={picked.length === 0 ? texts.pickerHints[kinds.join('+')] : undefined}
            onChange={(event) => {
              setText(event.target.value)
              // Also for what is pasted.
              setOpen(true)
            }}
          />
        </TagPickerControl>
        <TagPickerList>
          {options.length > 0 ? (
            options.map((one) => {
              const Icon = icons[one.kind]
              return (
                <TagPickerOption
                  key={one.id}
                  value={one.id}
                  text={one.name}
                  media={<Icon />}
                  secondaryContent={one.detail ?? undefined}
                >
                  {one.name}
                </TagPickerOption>
              )
            })
          ) : (
            <TagPickerOption value={nothing} text="">
              {found.isFetching ? <Spinner size="tiny" label={texts.loading} /> : texts.nothingFound}
            </TagPickerOption>
          )}
        </TagPickerList>
      </TagPicker>
    </Field>
  )
}

const nothing = 'nothing'
