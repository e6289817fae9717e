import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useSearchParams } from 'react-router'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { Form, SubmitButton } from '../../../kit/ui/form.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { readAddresses } from './addresses.ts'
import { emptyInvite, type Invited, type InviteForm, inviteOne } from './invite.ts'
import { InviteFields } from './invite-fields.tsx'
import { InviteResult } from './invite-result.tsx'
import { type Refused, refusedInvitation } from './refusals.ts'
import { Remedy } from './remedy.tsx'

const form = 'invite'

/** What the link that led here has filled in: `address`, `name`, `redirect`. Nothing is sent before the person has seen it. */
function useWished(): Partial<InviteForm> {
  const [params] = useSearchParams()
  const [address, name, redirect] = [params.get('address'), params.get('name'), params.get('redirect')]
  return {
    ...(address === null ? {} : { addresses: address }),
    ...(name === null ? {} : { displayName: name }),
    ...(redirect === null ? {} : { redirectUrl: redirect }),
  }
}

/** Invites one or several people from outside: asks, does it, and says what has to happen next. */
export function InvitePane({ onClose }: { onClose(): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const { control, handleSubmit, setError, setFocus, reset, watch, getValues } = useForm<InviteForm>({
    defaultValues: { ...emptyInvite, ...useWished() },
  })
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null)
  const [results, setResults] = useState<Invited[] | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)

  const submit = handleSubmit(async (values) => {
    setRefused(null)
    const { invitees } = readAddresses(values.addresses)
    const made: Invited[] = []
    for (const invitee of invitees) {
      setProgress({ done: made.length, total: invitees.length })
      made.push(await inviteOne(graph, values, invitee, invitees.length === 1))
    }
    setProgress(null)
    await refresh(['/v1.0/users', '/v1.0/groups', '/v1.0/auditLogs', '/beta/auditLogs'])
    const [first] = made
    if (made.length === 1 && first?.refused) show(refusedInvitation(first.refused))
    else setResults(made)
  })

  /** What was typed stays; the sentence stands beside the field that caused it. */
  const show = (reason: Refused) => {
    setRefused(reason)
    if (!reason.field) return
    setError(reason.field, { message: reason.says })
    // Pickers take no focus by name.
    if (reason.field !== 'sponsors') setFocus(reason.field)
  }

  const again = (addresses: string) => {
    reset({ ...getValues(), addresses })
    setResults(null)
  }

  if (results) {
    return (
      <Pane
        wide
        title={texts.invitedTitle(results.filter(({ invitation }) => invitation).length)}
        onClose={onClose}
        footer={
          <>
            <Button appearance="primary" onClick={onClose}>
              {texts.done}
            </Button>
            <Button
              onClick={() => {
                reset(emptyInvite)
                setResults(null)
              }}
            >
              {texts.inviteMore}
            </Button>
          </>
        }
      >
        <InviteResult results={results} onChange={setResults} onCorrect={again} />
      </Pane>
    )
  }
  const { invitees } = readAddresses(watch('addresses'))
  return (
    <Pane
      wide
      title={texts.inviteUser}
      onClose={onClose}
      footer={
        <>
          <SubmitButton
            form={form}
            busy={progress !== null}
            label={
              progress === null
                ? texts.invite
                : progress.total > 1
                  ? texts.invitingOf(progress.done + 1, progress.total)
                  : texts.inviting
            }
          />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Form id={form} onSubmit={submit} error={refused && refused.field === null ? new Error(refused.says) : null}>
        {refused?.remedy && <Remedy {...refused.remedy} />}
        <InviteFields control={control} many={invitees.length > 1} />
      </Form>
    </Pane>
  )
}
