import { Page } from '../../../kit/ui/page.tsx'
import { Answer } from '../../../kit/ui/states.tsx'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { paths } from '../../paths.ts'
import { AccessEditor, DirectionTabs, useDirection } from './access-editor.tsx'
import { useDefaults } from './policy.ts'
import { BlockButton, ClosedNotice } from './quick.tsx'
import { summary } from './words.ts'

const scope = { kind: 'default' } as const
const crumbs = [{ label: crossTenant.title, to: paths.crossTenant() }]

/** Edit inbound defaults, edit outbound defaults. */
export function EditDefaults() {
  const [direction] = useDirection()
  const answer = useDefaults()
  const version = answer.data
  return (
    <Page
      title={crossTenant.defaultTitle[direction]}
      crumbs={crumbs}
      says={version && summary(direction, scope, { default: version.value, partner: null })}
      commands={version && <BlockButton scope={scope} version={version} general={version.value} />}
    >
      <DirectionTabs />
      <Answer of={answer} lines={14}>
        {(found) => (
          <AccessEditor
            scope={scope}
            version={found}
            general={found.value}
            notice={<ClosedNotice scope={scope} version={found} general={found.value} />}
          />
        )}
      </Answer>
    </Page>
  )
}
