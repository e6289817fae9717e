import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { useForm } from 'react-hook-form'
import { showDateTime } from '../../kit/format.ts'
import type { GraphError } from '../../kit/graph/error.ts'
import { useGraph, useGraphGet } from '../../kit/graph/hooks.tsx'
import { Facts } from '../../kit/ui/facts.tsx'
import { Form, required, SubmitButton, TextField } from '../../kit/ui/form.tsx'
import { useNotify } from '../../kit/ui/notify.tsx'
import { Page } from '../../kit/ui/page.tsx'
import { useSend } from '../../kit/ui/send.ts'
import { Empty } from '../../kit/ui/states.tsx'
import { texts as kit } from '../../texts/en/kit.ts'
import { texts } from '../../texts/en/me.ts'
import { accountOf, paths } from '../paths.ts'
import { type Method, read, useMe, useOrganizations, usePlace, type Values } from '../person.ts'
import { Mine } from '../shell/mine.tsx'

const useStyles = makeStyles({
  part: { display: 'grid', gap: tokens.spacingVerticalM, minWidth: 0 },
  heading: { margin: 0 },
})

/** How the person signs in, and the password where one is kept here. */
export function SecurityInfo() {
  const styles = useStyles()
  const methods = useGraphGet<Values<Method>>(read.methods)
  const organizations = useOrganizations()
  return (
    <Page title={texts.security} says={texts.securitySays}>
      <Mine of={methods} lines={4}>
        {({ value }) =>
          value.length === 0 ? (
            <Mine of={organizations} lines={2}>
              {() => <Elsewhere />}
            </Mine>
          ) : (
            <>
              <section className={styles.part} aria-label={texts.methods}>
                <Subtitle2 as="h2" className={styles.heading}>
                  {texts.methods}
                </Subtitle2>
                <Facts facts={value.map(factOf)} />
              </section>
              {value.some((one) => one['@odata.type'] === passwordType) && <ChangePassword />}
            </>
          )
        }
      </Mine>
    </Page>
  )
}

const passwordType = '#microsoft.graph.passwordAuthenticationMethod'

const factOf = (method: Method): readonly [string, string] =>
  method['@odata.type'] === passwordType
    ? [texts.password, `${texts.passwordSet}: ${showDateTime(method.createdDateTime)}`]
    : [texts.mailCode, texts.mailCodeSays(method.emailAddress)]

/** A guest of another organization: what they sign in with is kept there. */
function Elsewhere() {
  const { here, home } = usePlace()
  if (!here || !home) return <Empty title={texts.noMethods} says={texts.noMethodsSays} />
  return (
    <Empty
      title={texts.signInElsewhere(home.displayName)}
      says={texts.signInElsewhereSays(home.displayName, here.displayName)}
      action={
        <Button as="a" href={accountOf(home.tenantId, paths.security())}>
          {texts.openAt(home.displayName)}
        </Button>
      }
    />
  )
}

type Passwords = { current: string; fresh: string; repeated: string }
const empty: Passwords = { current: '', fresh: '', repeated: '' }

function ChangePassword() {
  const styles = useStyles()
  const graph = useGraph()
  const notify = useNotify()
  const { data: me } = useMe()
  const form = useForm<Passwords>({ defaultValues: empty })
  const { control } = form
  const { submit, failed, busy } = useSend(form, {
    async send({ current, fresh }) {
      await graph.post('/v1.0/me/changePassword', { currentPassword: current, newPassword: fresh })
      form.reset(empty)
      notify.success(texts.changed, { says: texts.changedSays })
    },
    fieldOf,
    stale: [read.methods, read.sessions],
  })
  return (
    <section className={styles.part} aria-label={texts.changePassword}>
      <Subtitle2 as="h2" className={styles.heading}>
        {texts.changePassword}
      </Subtitle2>
      <Form onSubmit={submit} error={failed} actions={<SubmitButton busy={busy} label={texts.changePassword} />}>
        {/* For password managers: whose password it is. */}
        <input type="text" autoComplete="username" value={me?.userPrincipalName ?? ''} readOnly hidden />
        <TextField
          control={control}
          name="current"
          label={texts.currentPassword}
          type="password"
          autoComplete="current-password"
          rules={required}
        />
        <TextField
          control={control}
          name="fresh"
          label={texts.newPassword}
          type="password"
          autoComplete="new-password"
          hint={texts.newPasswordHint}
          rules={required}
        />
        <TextField
          control={control}
          name="repeated"
          label={texts.repeatPassword}
          type="password"
          autoComplete="new-password"
          rules={{
            required: kit.required,
            validate: (value, { fresh }) => value === fresh || texts.notTheSame,
          }}
        />
      </Form>
    </section>
  )
}

/** The field that Graph's refusal is about. */
function fieldOf({ target }: GraphError): 'current' | 'fresh' | null {
  if (target === 'currentPassword') return 'current'
  return target === 'newPassword' ? 'fresh' : null
}
