import {
  Button,
  Caption1,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Spinner,
} from '@fluentui/react-components'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { isMissing } from '../../../kit/graph/error.ts'
import { useGraph, useRefresh } from '../../../kit/graph/hooks.tsx'
import { Facts } from '../../../kit/ui/facts.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Pane } from '../../../kit/ui/pane.tsx'
import { useUrlState } from '../../../kit/ui/url-state.ts'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { paths } from '../../paths.ts'
import { useTenant } from '../../tenant.tsx'
import { parseOrganization } from './access.ts'
import { findByDomain, findById, type OrganizationInfo, partnerPath, partnersPath, policyPath } from './policy.ts'

type State =
  | { kind: 'typing'; problem?: string; twice?: OrganizationInfo; error?: unknown }
  | { kind: 'busy' }
  | { kind: 'found'; organization: OrganizationInfo; error?: unknown }

/** Looks an organization up, shows who it is, and adds it. Nothing is added unseen. */
export function AddOrganization({ onClose }: { onClose(): void }) {
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const go = useNavigate()
  const tenant = useTenant()
  // A link may say which organization is meant.
  const [asked] = useUrlState('organization')
  const [text, setText] = useState(asked ?? '')
  const [state, setState] = useState<State>({ kind: 'typing' })
  const field = useRef<HTMLInputElement>(null)
  // After the pane, which gives the focus to its first button when it opens.
  useEffect(() => {
    const timer = setTimeout(() => field.current?.focus(), 100)
    return () => clearTimeout(timer)
  }, [])

  const find = async () => {
    const wish = parseOrganization(text)
    if (!wish) return setState({ kind: 'typing', problem: text.trim() === '' ? kit.required : crossTenant.addNotOne })
    setState({ kind: 'busy' })
    try {
      const path = 'tenantId' in wish ? findById(wish.tenantId) : findByDomain(wish.domain)
      const organization = await graph.get<OrganizationInfo>(path)
      if (organization.tenantId === tenant.organization?.id)
        return setState({ kind: 'typing', problem: crossTenant.addSelf })
      if (await isThere(organization.tenantId)) return setState({ kind: 'typing', twice: organization })
      setState({ kind: 'found', organization })
    } catch (error) {
      if (isMissing(error)) setState({ kind: 'typing', problem: crossTenant.addNotFound })
      else setState({ kind: 'typing', error })
    }
  }
  const isThere = (tenantId: string) =>
    graph.get(partnerPath(tenantId)).then(
      () => true,
      (error: unknown) => {
        if (isMissing(error)) return false
        throw error
      },
    )
  const add = async (organization: OrganizationInfo) => {
    setState({ kind: 'busy' })
    try {
      await graph.post(partnersPath, { tenantId: organization.tenantId })
      await refresh([policyPath])
      notify.success(crossTenant.added(organization.displayName))
      await go(paths.organization(organization.tenantId))
    } catch (error) {
      setState({ kind: 'found', organization, error })
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a link names is looked up once, when the pane opens
  useEffect(() => {
    if (asked) void find()
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    return state.kind === 'found' ? add(state.organization) : find()
  }
  const busy = state.kind === 'busy'
  const problem =
    state.kind === 'typing' ? (state.twice ? crossTenant.addTwice(state.twice.displayName) : state.problem) : undefined
  return (
    <Pane
      title={crossTenant.addOrganization}
      onClose={onClose}
      footer={
        <>
          <Button
            appearance="primary"
            type="submit"
            form="add-organization"
            disabledFocusable={busy}
            icon={busy ? <Spinner size="tiny" /> : null}
          >
            {state.kind === 'found' ? crossTenant.add : crossTenant.addFind}
          </Button>
          <Button onClick={onClose}>{kit.cancel}</Button>
        </>
      }
    >
      <p style={{ margin: 0 }}>{crossTenant.addSays}</p>
      <Form id="add-organization" onSubmit={submit} error={state.kind === 'busy' ? undefined : state.error}>
        <Field
          label={crossTenant.addField}
          hint={crossTenant.addHint}
          required
          {...(problem ? { validationMessage: problem } : {})}
        >
          <Input
            value={text}
            input={{ ref: field }}
            autoComplete="off"
            maxLength={300}
            readOnly={busy}
            onChange={(_, { value }) => {
              setText(value)
              setState({ kind: 'typing' })
            }}
          />
        </Field>
        {state.kind === 'typing' && state.twice && (
          <PageLink to={paths.organization(state.twice.tenantId)}>{crossTenant.open}</PageLink>
        )}
        {state.kind === 'found' && (
          <MessageBar intent="success" layout="multiline" role="status">
            <MessageBarBody>
              <MessageBarTitle>{crossTenant.addFound}</MessageBarTitle>
              <Facts
                facts={[
                  [crossTenant.name, state.organization.displayName],
                  [crossTenant.addDomain, state.organization.defaultDomainName],
                  [crossTenant.addTenantId, <Caption1 key="id">{state.organization.tenantId}</Caption1>],
                ]}
              />
            </MessageBarBody>
          </MessageBar>
        )}
      </Form>
    </Pane>
  )
}
