import type { Page } from '../../../kit/graph/client.ts'
import { isDenied, sayError } from '../../../kit/graph/error.ts'
import { useGraphGet } from '../../../kit/graph/hooks.tsx'
import { PageLink } from '../../../kit/ui/links.tsx'
import { texts } from '../../../texts/en/users.ts'
import { paths } from '../../paths.ts'
import type { User } from './user.ts'

export type Sponsor = { '@odata.type': string; id: string; displayName: string | null }

export const sponsorsPath = (user: Pick<User, 'id'>): string => `/v1.0/users/${user.id}/sponsors`

export const isGroup = (sponsor: Sponsor): boolean => sponsor['@odata.type'] === '#microsoft.graph.group'

/** Who answers for the person. */
export function Sponsors({ user }: { user: User }) {
  const sponsors = useGraphGet<Page<Sponsor>>(sponsorsPath(user))
  if (sponsors.error) return <>{isDenied(sponsors.error) ? '–' : sayError(sponsors.error)}</>
  if (!sponsors.data) return <>…</>
  if (sponsors.data.value.length === 0) return <>{texts.noSponsors}</>
  return (
    <>
      {sponsors.data.value.map((sponsor, index) => (
        <span key={sponsor.id}>
          {index > 0 && ', '}
          <PageLink inline to={isGroup(sponsor) ? paths.group(sponsor.id) : paths.user(sponsor.id)}>
            {sponsor.displayName ?? sponsor.id}
          </PageLink>
        </span>
      ))}
    </>
  )
}
