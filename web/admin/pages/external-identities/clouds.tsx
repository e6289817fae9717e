import { makeStyles } from '@fluentui/react-components'
import { EditForm, useEdit } from '../../../kit/ui/edit.tsx'
import { CheckField } from '../../../kit/ui/form.tsx'
import { crossTenant, texts } from '../../../texts/en/external-identities.ts'
import { StoredBadge } from './badges.tsx'
import { CrossTenantFrame } from './frame.tsx'
import { policyPath } from './policy.ts'

type Root = { allowedCloudEndpoints: string[] }
const clouds = ['commercial', 'government', 'china'] as const
type Values = Record<(typeof clouds)[number], boolean>

const endpoints: Record<keyof Values, string> = {
  commercial: 'microsoftonline.com',
  government: 'microsoftonline.us',
  china: 'partner.microsoftonline.cn',
}

const read = ({ allowedCloudEndpoints: allowed }: Root): Values => ({
  commercial: allowed.includes(endpoints.commercial),
  government: allowed.includes(endpoints.government),
  china: allowed.includes(endpoints.china),
})

const useStyles = makeStyles({ clouds: { border: 'none', margin: 0, padding: 0 } })

/** Other Microsoft clouds. */
export function MicrosoftClouds() {
  const styles = useStyles()
  const edit = useEdit<Root, Values>({
    path: policyPath,
    read,
    write: (values) => ({ allowedCloudEndpoints: clouds.filter((one) => values[one]).map((one) => endpoints[one]) }),
    describe: (values) =>
      Object.fromEntries(clouds.map((one) => [crossTenant.clouds[one], values[one] ? texts.yes : texts.no])),
    stale: [policyPath],
    saved: texts.saved(crossTenant.cloudsTab),
  })
  return (
    <CrossTenantFrame>
      <p style={{ margin: 0 }}>{crossTenant.cloudsSays}</p>
      <div>
        <StoredBadge />
      </div>
      <EditForm edit={edit}>
        <fieldset className={styles.clouds}>
          <legend>{crossTenant.cloudsLabel}</legend>
          {clouds.map((one) => (
            <CheckField key={one} control={edit.form.control} name={one} label={crossTenant.clouds[one]} />
          ))}
        </fieldset>
      </EditForm>
    </CrossTenantFrame>
  )
}
