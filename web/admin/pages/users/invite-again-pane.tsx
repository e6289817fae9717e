import { Body1, Button, MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { Form, SelectField, SubmitButton } from '../../../kit/ui/form.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { texts as kit } from '../../../texts/en/kit.ts'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import { useTenant } from '../../tenant.tsx'
import { emptyInvite, type Invitation, type Invited, invitationFor } from './invite.ts'
import { InviteResult } from './invite-result.tsx'
import { MailFields, type MailValues } from './mail-fields.tsx'
import { type Refused, refusedInvitation } from './refusals.ts'
import { Remedy } from './remedy.tsx'
import { addressesOf, type User } from './user.ts'

/** `resend`: a new link for a pending guest. `reset`: back to pending, perhaps with another address. `convert`: an internal user becomes external. */
export type InviteAgain = 'resend' | 'reset' | 'convert'

const form = 'invite-again'
type Values = MailValues & { address: string }

/** Another invitation for somebody who is in the directory already. */
export function InviteAgainPane({ how, user, onClose }: { how: InviteAgain; user: User; onClose(): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const { organization } = useTenant()
  const addresses = addressesOf(user)
  const ownDomains = organization?.verifiedDomains.map(({ name }) => name.toLowerCase()) ?? []
  const missing = missingAddress(how, addresses[0], ownDomains)
  const words = texts.inviteAgain[how]
  const { control, handleSubmit, setError, setFocus, formState } = useForm<Values>({
    defaultValues: {
      address: addresses[0] ?? '',
      sendMail: true,
      message: '',
      language: '',
      redirectUrl: emptyInvite.redirectUrl,
    },
  })
  const [refused, setRefused] = useState<Refused | null>(null)
  const [made, setMade] = useState<Invited | null>(null)

  const submit = handleSubmit(async (values) => {
    setRefused(null)
    const invitee = { address: values.address, name: user.displayName }
    const wish = invitationFor({ ...emptyInvite, ...values }, invitee, false)
    try {
      const invitation = await graph.post<Invitation>('/v1.0/invitations', {
        ...wish,
        invitedUserDisplayName: null,
        invitedUserType: user.userType,
        invitedUser: { id: user.id },
        ...(how === 'reset' ? { resetRedemption: true } : {}),
      })
      setMade({ invitee, invitation, refused: null, steps: [] })
    } catch (error) {
      const reason = refusedInvitation(error)
      setRefused(reason)
      const field = ({ addresses: 'address', redirectUrl: 'redirectUrl', message: 'message' } as const)[
        reason.field as 'addresses'
      ]
      if (field) {
        setError(field, { message: reason.says })
        setFocus(field)
      } else setRefused({ ...reason, field: null })
    }
    await refresh(['/v1.0/users', '/v1.0/auditLogs', '/beta/auditLogs'])
  })

  if (made) {
    return (
      <Pane
        title={words.done}
        onClose={onClose}
        footer={
          <Button appearance="primary" onClick={onClose}>
            {texts.done}
          </Button>
        }
      >
        <InviteResult results={[made]} onChange={([next]) => setMade(next ?? made)} onCorrect={() => setMade(null)} />
      </Pane>
    )
  }
  return (
    <Pane
      title={words.title}
      onClose={onClose}
      footer={
        <>
          <SubmitButton form={form} busy={formState.isSubmitting} label={words.action} disabled={missing !== null} />
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <Body1>{words.says}</Body1>
      {missing !== null ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {missing} <PageLink to={`${paths.user(user.id, 'properties')}?pane=contact`}>{texts.giveAddress}</PageLink>
          </MessageBarBody>
        </MessageBar>
      ) : (
        <Form id={form} onSubmit={submit} error={refused && refused.field === null ? new Error(refused.says) : null}>
          {refused?.remedy && <Remedy {...refused.remedy} />}
          <SelectField
            control={control}
            name="address"
            label={texts.addressToInvite}
            hint={words.addressHint}
            options={(how === 'reset' ? addresses : addresses.slice(0, 1)).map((one) => ({ value: one, label: one }))}
          />
          <MailFields control={control} />
        </Form>
      )}
    </Pane>
  )
}

/** Why there is nobody to write to; null: there is. */
function missingAddress(how: InviteAgain, address: string | undefined, ownDomains: readonly string[]): string | null {
  if (address === undefined) return texts.noAddress
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
  return how === 'convert' && ownDomains.includes(domain) ? texts.ownAddress(address) : null
}
