/** What `GET /gatehouse/v1/signIns/{id}/explanation` answers. */
export type Explanation = {
  id: string
  outcome: 'allow' | 'deny' | 'require'
  error?: {
    code: number | null
    name: string
    says: string
    cause: string
    fix: string
    note?: string
    seeAlso: { code: number; name: string; why: string }[]
  }
  requirements?: string[]
  trace: Finding[]
  /** What would refuse next, when what refused is mended. Of the own organization. */
  further?: Finding[]
  signIn: { resourceTenantId: string; homeTenantId: string | null; createdDateTime: string; correlationId: string }
  related: string[]
}

export type Finding = {
  check: string
  side: 'home' | 'resource'
  tenantId: string
  result: 'pass' | 'objection' | 'requirement' | 'notApplicable'
  /** Only of the own organization. */
  rule?: { setting: string; id: string; value: unknown; href: string }
  reason?: 'tenant' | 'user' | 'application'
  says: string
  fix?: Fix
}

/** In words, and as the Graph call that does it, where one call does. */
export type Fix = { text: string; method: string | null; url: string | null; body: unknown }

export const explanationPath = (signIn: string): string =>
  `/gatehouse/v1/signIns/${encodeURIComponent(signIn)}/explanation`
