import { makeStyles, tokens } from '@fluentui/react-components'
import { useSession } from '../../../kit/auth/session.tsx'
import { showDateTime } from '../../../kit/format.ts'
import { EditForm, useEdit } from '../../../kit/ui/edit.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { atMost, SwitchField, TextField } from '../../../kit/ui/form.tsx'
import { useRefused } from '../../../kit/ui/refused.ts'
import { texts } from '../../../texts/en/enterprise-applications.ts'
import { type Principal, principalPath, principals } from '../applications/model.ts'
import { usePrincipal } from './application.tsx'
import { kindOf } from './kind.ts'

const useStyles = makeStyles({ parts: { display: 'grid', gap: tokens.spacingVerticalXXL, minWidth: 0 } })
const words = texts.properties
/** Entra's tag for what My Apps does not show. */
const hidden = 'HideApp'

type Values = {
  enabled: boolean
  assignment: boolean
  visible: boolean
  homePage: string
  notes: string
  tags: string[]
}

const read = (app: Principal): Values => ({
  enabled: app.accountEnabled,
  assignment: app.appRoleAssignmentRequired,
  visible: !app.tags.includes(hidden),
  homePage: app.homepage ?? '',
  notes: app.notes ?? '',
  tags: app.tags,
})
/** Only what was changed: an inherited homepage stays inherited, a first-party app's fixed parts are not touched. */
const write = (values: Values, before: Values) => ({
  ...(values.enabled === before.enabled ? {} : { accountEnabled: values.enabled }),
  ...(values.assignment === before.assignment ? {} : { appRoleAssignmentRequired: values.assignment }),
  ...(values.visible === before.visible
    ? {}
    : { tags: [...before.tags.filter((tag) => tag !== hidden), ...(values.visible ? [] : [hidden])] }),
  ...(values.homePage === before.homePage ? {} : { homepage: values.homePage.trim() || null }),
  ...(values.notes === before.notes ? {} : { notes: values.notes.trim() || null }),
})
const yesNo = (value: boolean) => (value ? texts.yes : texts.no)
const describe = (values: Values): Record<string, string> => ({
  [words.enabled]: yesNo(values.enabled),
  [words.assignment]: yesNo(values.assignment),
  [words.visible]: yesNo(values.visible),
  [words.homePage]: values.homePage || '–',
  [words.notes]: values.notes || '–',
})

export function PrincipalProperties() {
  const styles = useStyles()
  const app = usePrincipal()
  const { tenantId } = useSession()
  const edit = useEdit<Principal, Values>({
    path: principalPath(app.id),
    read,
    write,
    describe,
    stale: [principals],
    saved: words.saved,
  })
  const { control } = edit.form
  const error = useRefused(edit.form, edit.error, ({ target }) => (target === 'homepage' ? 'homePage' : null))
  const kind = kindOf(app, tenantId)
  return (
    <div className={styles.parts}>
      <Facts
        facts={[
          [texts.name, app.displayName],
          [texts.clientId, <Copyable key="c" value={app.appId} what={texts.clientIdWhat} />],
          [texts.objectId, <Copyable key="o" value={app.id} what={texts.objectIdWhat} />],
          [words.publisher, kind === 'own' ? words.here : kind === 'first' ? words.ours : app.appOwnerOrganizationId],
          [texts.created, showDateTime(app.createdDateTime)],
        ]}
      />
      <EditForm edit={{ ...edit, error }}>
        <SwitchField control={control} name="enabled" label={words.enabled} hint={words.enabledHint} />
        <SwitchField control={control} name="assignment" label={words.assignment} hint={words.assignmentHint} />
        <SwitchField control={control} name="visible" label={words.visible} hint={words.visibleHint} />
        <TextField
          control={control}
          name="homePage"
          label={words.homePage}
          hint={words.homePageHint}
          autoComplete="off"
          rules={atMost(2048)}
        />
        <TextField control={control} name="notes" label={words.notes} lines={4} rules={atMost(1024)} />
      </EditForm>
    </div>
  )
}
