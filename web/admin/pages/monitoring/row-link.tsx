import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import { PageLink } from '../../../kit/ui/links.tsx'

/** Opens a row's pane over the list as it is filtered now: the rest of the address stays. */
export function RowLink({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  const [params] = useSearchParams()
  const next = new URLSearchParams(params)
  next.set(name, value)
  next.delete('part')
  return <PageLink to={`?${next}`}>{children}</PageLink>
}
