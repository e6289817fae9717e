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
import { useEffect, useState } from 'react'
import { texts } from '../../texts/en/kit.ts'
import { type Graph, literal, type Page, query } from '../graph/client.ts'
import { sayError } from '../graph/error.ts'
import { useGraph } from '../graph/hooks.tsx'

/** `application` is a service principal: an app as this directory has it. */
export type PickKind = 'user' | 'group' | 'application'
export type Picked = {
  id: string
  kind: PickKind
  name: string
  /** What tells two of the same name apart. */
  detail: string | null
  /** Of an application. */
  appId?: string
}

const icons = { user: PersonRegular, group: PeopleTeamRegular, application: AppsRegular }
const patience = 250
const atOnce = 10
const isGuid = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)

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
  }
  const wrong = problem ?? (found.error ? sayError(found.error) : null)
  return (
    <Field label={label} hint={hint} required={required} {...(wrong ? { validationMessage: wrong } : {})}>
      <TagPicker
        selectedOptions={picked.map(({ id }) => id)}
        disabled={disabled}
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
            onChange={(event) => setText(event.target.value)}
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

type Found = {
  id: string
  displayName: string | null
  userPrincipalName?: string
  mail?: string | null
  description?: string | null
  appId?: string
}

const sources = {
  user: { set: 'users', searched: ['displayName', 'mail', 'userPrincipalName'], select: 'mail,userPrincipalName' },
  group: { set: 'groups', searched: ['displayName'], select: 'description' },
  application: { set: 'servicePrincipals', searched: ['displayName'], select: 'appId' },
} as const

async function find(graph: Graph, kind: PickKind, text: string, signal: AbortSignal): Promise<Picked[]> {
  const { set, searched, select } = sources[kind]
  const quoted = text.replaceAll(/["\\]/g, '\\$&')
  const options = {
    $select: `id,displayName,${select}`,
    $top: atOnce,
    ...(isGuid(text)
      ? { $filter: kind === 'application' ? `id eq '${text}' or appId eq '${text}'` : `id eq '${literal(text)}'` }
      : text === ''
        ? { $orderby: 'displayName' }
        : { $search: searched.map((name) => `"${name}:${quoted}"`).join(' OR ') }),
  }
  const headers = { ConsistencyLevel: 'eventual' }
  const path = `/v1.0/${set}${query({ ...options, $count: true })}`
  const { value } = await graph.get<Page<Found>>(path, { headers, signal })
  return value.map((one) => ({
    id: one.id,
    kind,
    name: one.displayName ?? one.userPrincipalName ?? one.id,
    detail: (kind === 'application' ? one.appId : (one.mail ?? one.userPrincipalName ?? one.description)) ?? null,
    ...(one.appId ? { appId: one.appId } : {}),
  }))
}

/** The value as it was when it last stood still. */
function useLate(value: string): string {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), value === '' ? 0 : patience)
    return () => clearTimeout(timer)
  }, [value])
  return late
}
