import { Tab, TabList } from '@fluentui/react-components'
import { useUrlState } from '../../../kit/ui/url-state.ts'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import type { Direction } from './rules.ts'

/** What is shown of the settings: one direction, or tenant restrictions, which belong to neither. */
export type View = Direction | 'restrictions'
const views: readonly View[] = ['inbound', 'outbound', 'restrictions']

/** Which one the address speaks of: explanations say it, and links. */
export function useView(): [View, (view: View) => void] {
  const [said, say] = useUrlState('direction')
  return [views.find((one) => one === said) ?? 'inbound', (view) => say(view, { push: true })]
}

const labels = {
  inbound: crossTenant.inbound,
  outbound: crossTenant.outbound,
  restrictions: crossTenant.tenantRestrictions,
}

export function ViewTabs() {
  const [view, setView] = useView()
  return (
    <TabList
      aria-label={crossTenant.directions}
      selectedValue={view}
      onTabSelect={(_, { value }) => setView(value as View)}
      style={{ flexWrap: 'wrap' }}
    >
      {views.map((one) => (
        <Tab key={one} value={one}>
          {labels[one]}
        </Tab>
      ))}
    </TabList>
  )
}
