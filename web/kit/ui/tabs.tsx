import { Tab, TabList } from '@fluentui/react-components'
import { useLocation, useNavigate } from 'react-router'

/**
 * The parts of one thing, each with an address of its own. `keepQuery`: the same filters hold for all of them. Apart from
 * the other links, since the first page has no tabs.
 */
export function PageTabs({
  label,
  tabs,
  keepQuery = false,
}: {
  label: string
  tabs: readonly { to: string; label: string }[]
  keepQuery?: boolean
}) {
  const { pathname, search } = useLocation()
  const go = useNavigate()
  const current = tabs.findLast(({ to }) => pathname === to || pathname.startsWith(`${to}/`))?.to ?? tabs[0]?.to
  return (
    <nav aria-label={label}>
      <TabList
        selectedValue={current}
        onTabSelect={(_, { value }) => void go({ pathname: String(value), search: keepQuery ? search : '' })}
        style={{ flexWrap: 'wrap' }}
      >
        {tabs.map((tab) => (
          <Tab key={tab.to} value={tab.to}>
            {tab.label}
          </Tab>
        ))}
      </TabList>
    </nav>
  )
}
