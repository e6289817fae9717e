import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { Page } from '../../../kit/ui/page.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { useTenant } from '../../tenant.tsx'

export function Overview() {
  const tenant = useTenant()
  return (
    <Page title="Overview">
      <Answer of={tenant}>
        {({ value: [organization] }) => (
          <Facts
            facts={[
              ['Name', organization?.displayName],
              ['Directory id', <Copyable key="id" value={organization?.id} what="the directory id" />],
            ]}
          />
        )}
      </Answer>
    </Page>
  )
}
