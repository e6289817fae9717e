import { Button, makeStyles, Subtitle1, tokens } from '@fluentui/react-components'
import { EditRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { showDateTime, showText } from '../../../kit/format.ts'
import { Facts } from '../../../kit/ui/facts.tsx'
import { UntilClosed } from '../../../kit/ui/until-closed.tsx'
import { usePane } from '../../../kit/ui/url-state.ts'
import { texts } from '../../../texts/en/users.ts'
import { EditSection } from './edit-section.tsx'
import { propertySections } from './property-fields.tsx'
import { Sponsors } from './sponsors.tsx'
import { invitationState, issuersOf, signsInWith, type User } from './user.ts'
import { useUser } from './user-page.tsx'

const useStyles = makeStyles({
  page: { display: 'grid', gap: tokens.spacingVerticalXXL },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    marginBottom: tokens.spacingVerticalM,
  },
  title: { margin: 0 },
})

/** All properties, by section; each section is edited in a pane of its own. */
export function UserProperties() {
  const styles = useStyles()
  const { user } = useUser()
  const pane = usePane()
  const editing = propertySections.find(({ id }) => id === pane.open)
  return (
    <div className={styles.page}>
      {propertySections.map((section) => (
        <Section
          key={section.id}
          label={section.label}
          edit={
            <Button
              size="small"
              icon={<EditRegular />}
              aria-label={texts.editSection(section.label)}
              onClick={() => pane.show(section.id)}
            >
              {texts.edit}
            </Button>
          }
        >
          <Facts
            facts={[
              ...section.fields.map(({ name, label, options }): [string, ReactNode] => [
                label,
                options?.find(({ value }) => value === user[name])?.label ?? showText(user[name]),
              ]),
              ...(section.id === 'job' ? [[texts.sponsors, <Sponsors key="sponsors" user={user} />] as const] : []),
            ]}
          />
        </Section>
      ))}
      <Section label={texts.sectionExternal}>
        <Facts facts={externalFacts(user)} />
      </Section>
      <UntilClosed>{editing && <EditSection key={editing.id} section={editing} onClose={pane.close} />}</UntilClosed>
    </div>
  )
}

const externalFacts = (user: User): [string, ReactNode][] => [
  [texts.invitationState, invitationState(user)],
  [texts.stateChanged, showDateTime(user.externalUserStateChangeDateTime)],
  [texts.creationType, user.creationType],
  [texts.identities, issuersOf(user)],
  [texts.signIn, signsInWith(user)],
  [texts.onPremisesSync, texts.no],
  [texts.created, showDateTime(user.createdDateTime)],
  [texts.sessionsSince, showDateTime(user.signInSessionsValidFromDateTime)],
  [texts.objectId, user.id],
  [texts.proxyAddresses, user.proxyAddresses],
]

function Section({ label, edit, children }: { label: string; edit?: ReactNode; children: ReactNode }) {
  const styles = useStyles()
  return (
    <section aria-label={label}>
      <div className={styles.head}>
        <Subtitle1 as="h2" className={styles.title}>
          {label}
        </Subtitle1>
        {edit}
      </div>
      {children}
    </section>
  )
}
