/** A group as Graph shows it. */
export type Group = {
  id: string
  displayName: string
  description: string | null
  mailNickname: string
  securityEnabled: boolean
  isAssignableToRole: boolean | null
  createdDateTime: string
}

export const groupSelect = 'id,displayName,description,mailNickname,securityEnabled,isAssignableToRole,createdDateTime'

/** A mail nickname from a name: what Graph lets a nickname have, and never empty. */
export function nicknameOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/[^a-zA-Z0-9._-]+/g, '')
    .slice(0, 64)
  return plain || `group-${crypto.randomUUID().slice(0, 8)}`
}
