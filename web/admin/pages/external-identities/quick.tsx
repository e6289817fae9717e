import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { LockOpenRegular, ProhibitedRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { Version } from '../../../kit/graph/save-over.ts'
import { useConfirm } from '../../../kit/ui/confirm.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { blockEverybody, type Configuration, opening, partnerOf, type Scope, settingName } from './access.ts'
import { ChangeList, Touched } from './impact.tsx'
import { useSaveAccess } from './policy.ts'
import type { DefaultConfiguration, Direction, WholeSetting } from './rules.ts'
import { summary } from './words.ts'

const nameOf = (scope: Scope) => (scope.kind === 'organization' ? scope.name : crossTenant.everyOrganization)

type Props = { direction: Direction; scope: Scope; version: Version<Configuration>; general: DefaultConfiguration }

function useQuick({ direction, scope, version, general }: Props) {
  const notify = useNotify()
  const [busy, setBusy] = useState(false)
  const save = useSaveAccess(scope.kind === 'organization' ? scope.tenantId : null)
  const name = settingName('b2bCollaboration', direction)
  const partner = partnerOf(version.value)
  const configured = { default: scope.kind === 'default' ? (version.value as DefaultConfiguration) : general, partner }
  return {
    busy,
    configured,
    opens: opening(direction, configured),
    after(setting: WholeSetting | null): string {
      const changed = { ...version.value, [name]: setting }
      return summary(direction, scope, {
        default: scope.kind === 'default' ? (changed as DefaultConfiguration) : general,
        partner: scope.kind === 'default' ? null : (changed as NonNullable<typeof partner>),
      })
    },
    async set(setting: WholeSetting | null, title: string) {
      setBusy(true)
      try {
        const { theirs } = await save(version, { [name]: setting }, title)
        // Theirs is on the page by now: whoever still wants this presses again.
        if (theirs) notify.error(crossTenant.changedMeanwhile, new Error(crossTenant.changedMeanwhileSays))
      } catch (error) {
        notify.error(title, error)
      } finally {
        setBusy(false)
        keepFocus()
      }
    },
  }
}

/** The button that was pressed is gone when its work is done: its focus goes to the title, above what has changed. */
function keepFocus(): void {
  setTimeout(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('main h1')?.focus()
  }, 250)
}

/** Shuts one direction for everybody, after showing what that means and whom it touches. */
export function BlockButton(props: Props) {
  const { direction, scope } = props
  const { busy, configured, opens, after, set } = useQuick(props)
  const confirm = useConfirm()
  if (opens) return null
  const name = nameOf(scope)
  const block = async () => {
    const before = summary(direction, scope, configured)
    const change = { label: crossTenant.meaningOf[direction], before, after: after(blockEverybody) }
    const says = (
      <div style={{ display: 'grid', gap: '0.75rem' }}>
        <ChangeList changes={[change]} />
        <Touched direction={direction} scope={scope} />
        <span>{crossTenant.nobodySays}</span>
      </div>
    )
    if (await confirm({ title: crossTenant.blockTitle(name), says, action: crossTenant.block }))
      await set(blockEverybody, crossTenant.blockDone(name))
  }
  return (
    <Button icon={<ProhibitedRegular />} disabled={busy} onClick={() => void block()}>
      {crossTenant.block}
    </Button>
  )
}

/** Where nobody passes: says so, and opens it again with one click, which can be taken back. */
export function ClosedNotice(props: Props) {
  const { direction, scope } = props
  const { busy, opens, set } = useQuick(props)
  if (!opens) return null
  const name = nameOf(scope)
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{crossTenant.nobody[direction](name)}</MessageBarTitle>
        {crossTenant.nobodySays} {opens.setting === null ? crossTenant.allowInherit : crossTenant.allowAll}
      </MessageBarBody>
      <MessageBarActions>
        <Button
          appearance="primary"
          icon={<LockOpenRegular />}
          disabled={busy}
          onClick={() => void set(opens.setting, crossTenant.allowDone(name))}
        >
          {crossTenant.allow}
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}
