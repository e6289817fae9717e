import { Page } from '../../../kit/ui/page.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { paths } from '../../paths.ts'
import { AccessEditor } from './access-editor.tsx'
import { useView, type View, ViewTabs } from './direction.tsx'
import { useDefaults } from './policy.ts'
import { BlockButton, ClosedNotice } from './quick.tsx'
import type { DefaultConfiguration } from './rules.ts'
import { restrictionSummary, summary } from './words.ts'

const scope = { kind: 'default' } as const
const crumbs = [{ label: crossTenant.title, to: paths.crossTenant() }]

/** Edit inbound defaults, edit outbound defaults, edit tenant restrictions defaults. */
export function EditDefaults() {
  const [view] = useView()
  const answer = useDefaults()
  const version = answer.data
  return (
    <Page
      title={crossTenant.defaultTitle[view]}
      crumbs={crumbs}
      says={version && sayView(view, version.value)}
      commands={
        version &&
        view !== 'restrictions' && (
          <BlockButton direction={view} scope={scope} version={version} general={version.value} />
        )
      }
    >
      <ViewTabs />
      <Answer of={answer} lines={14}>
        {(found) => (
          <AccessEditor
            scope={scope}
            version={found}
            general={found.value}
            notice={
              view !== 'restrictions' && (
                <ClosedNotice direction={view} scope={scope} version={found} general={found.value} />
              )
            }
          />
        )}
      </Answer>
    </Page>
  )
}

function sayView(view: View, value: DefaultConfiguration): string {
  const configured = { default: value, partner: null }
  return view === 'restrictions' ? restrictionSummary(scope, configured) : summary(view, scope, configured)
}
