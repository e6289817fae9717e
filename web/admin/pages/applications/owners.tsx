import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { config } from '../../../kit/config.ts'
import { query } from '../../../kit/graph/client.ts'
import { useGraph, useGraphList, useRefresh } from '../../../kit/graph/hooks.tsx'
import { ChoosePane } from '../../../kit/ui/choose-pane.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { type Picked, Picker } from '../../../kit/ui/picker.tsx'
import { RemovableList } from '../../../kit/ui/removable-list.tsx'
import { Section } from '../../../kit/ui/section.tsx'
import { Empty } from '../../../kit/ui/states.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/applications.ts'
import { paths } from '../../paths.ts'
import { useApplication } from './application.tsx'
import { registrationPath } from './model.ts'

type Owner = {
  id: string
  '@odata.type': string
  displayName: string | null
  userPrincipalName?: string
  appId?: string
}
const words = texts.owners
const nameOf = ({ displayName, id }: Owner) => displayName ?? id
const isPerson = (one: Owner) => one['@odata.type'].endsWith('user')

/** Who may change the app without a role. */
export function Owners() {
  const { app } = useApplication()
  const path = `${registrationPath(app.id)}/owners`
  // The app itself too: its ETag is another one afterwards.
  const stale = [registrationPath(app.id), '/v1.0/me/ownedObjects']
  const pane = usePane()
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const list = useGraphList<Owner>(`${path}${query({ $top: 50 })}`)
  const addOwner = ({ id }: { id: string }) =>
    graph.post(`${path}/$ref`, { '@odata.id': `${config.origin}/v1.0/directoryObjects/${id}` })
  const add = (
    <Button icon={<AddRegular />} onClick={() => pane.show('owners')}>
      {words.add}
    </Button>
  )
  return (
    <Section title={texts.parts.owners} says={words.says}>
      <RemovableList<Owner>
        label={texts.parts.owners}
        list={list}
        id={({ id }) => id}
        name={nameOf}
        empty={<Empty title={words.empty} says={words.emptySays} action={add} />}
        columns={[
          {
            id: 'name',
            label: words.name,
            show: (one) => (
              <PageLink to={isPerson(one) ? paths.user(one.id) : paths.enterpriseApplication(one.id)}>
                {nameOf(one)}
              </PageLink>
            ),
          },
          { id: 'address', label: words.address, show: ({ userPrincipalName, appId }) => userPrincipalName ?? appId },
          { id: 'kind', label: words.kind, show: (one) => (isPerson(one) ? words.user : words.servicePrincipal) },
        ]}
        stale={stale}
        add={add}
        removal={{
          label: words.remove,
          ask: (owners) => ({ title: words.removeTitle(owners.map(nameOf)), says: words.removeSays }),
          removing: ({ length }) => words.removing(length, app.displayName),
          remove: ({ id }) => graph.delete(`${path}/${id}/$ref`),
          restoring: ({ length }) => words.adding(length, app.displayName),
          restore: addOwner,
        }}
      />
      <UntilClosed>
        {pane.open === 'owners' && (
          <ChoosePane<Picked>
            title={words.add}
            action={words.addAction}
            nothing={words.choose}
            onClose={pane.close}
            onChoose={async (picked) => {
              pane.close()
              await notify.job(words.adding(picked.length, app.displayName), picked, addOwner)
              await refresh(stale)
            }}
          >
            {(picked, set, problem) => (
              <Picker
                label={words.person}
                kinds={['user', 'application']}
                picked={picked}
                problem={problem}
                onChange={set}
                accept={({ id }) => !list.items.some((one) => one.id === id)}
              />
            )}
          </ChoosePane>
        )}
      </UntilClosed>
    </Section>
  )
}
