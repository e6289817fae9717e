import type { GroupId } from '../ids.ts'

export type Group = {
  id: GroupId
  displayName: string
  description: string | null
  mailNickname: string
  mailEnabled: boolean
  securityEnabled: boolean
  mail: string | null
  groupTypes: string[]
  visibility: 'Public' | 'Private' | 'HiddenMembership' | null
  isAssignableToRole: boolean
  owners: string[]
  createdAt: number
  deletedAt: number | null
}

export type MemberKind = 'user' | 'group' | 'servicePrincipal'
export type Membership = { groupId: GroupId; memberId: string; memberKind: MemberKind; addedAt: number }
