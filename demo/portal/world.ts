/** The part of `demo.json` that the portal needs. */
export type PortalDemo = {
  origin: string
  tenants: {
    contoso: {
      id: string
      displayName: string
      apps: Record<string, { appId: string; secret?: string; identifierUri?: string }>
    }
  }
}
