import type { Graph } from '../../../kit/graph/client.ts'
import type { Picked } from '../../../kit/ui/picker.tsx'
import { texts } from '../../../texts/en/users.ts'
import type { Invitee } from './addresses.ts'
import { changesOf, type PropertyValues } from './property-fields.tsx'
import { addMember, myAppsUrl } from './use-user-actions.ts'

/** What the invite form holds. */
export type InviteForm = {
  addresses: string
  displayName: string
  sendMail: boolean
  message: string
  language: string
  cc: string
  redirectUrl: string
  userType: 'Guest' | 'Member'
  sponsors: Picked[]
  groups: Picked[]
  roles: Role[]
  properties: PropertyValues
}
export type Role = { id: string; name: string }

export const emptyInvite: InviteForm = {
  addresses: '',
  displayName: '',
  sendMail: true,
  message: '',
  language: '',
  cc: '',
  redirectUrl: myAppsUrl,
  userType: 'Guest',
  sponsors: [],
  groups: [],
  roles: [],
  properties: {},
}

export type Invitation = {
  inviteRedeemUrl: string
  status: 'PendingAcceptance' | 'Completed'
  sendInvitationMessage: boolean
  invitedUser: { id: string }
}

/** What comes after the invitation itself. Each can fail alone, and be tried again. */
export type Step = { label: string; run(graph: Graph, user: string): Promise<unknown>; error: unknown; done: boolean }

/** What came of one address. */
export type Invited = {
  invitee: Invitee
  /** Null: refused, and nothing was made. */
  invitation: Invitation | null
  /** What the server found worth saying about an invitation that it made. */
  warnings?: readonly string[]
  refused: unknown
  steps: Step[]
}

/** The request for one address. */
export const invitationFor = (form: InviteForm, invitee: Invitee, only: boolean): Record<string, unknown> => ({
  invitedUserEmailAddress: invitee.address,
  invitedUserDisplayName: (only && form.displayName.trim()) || invitee.name || null,
  invitedUserType: form.userType,
  inviteRedirectUrl: form.redirectUrl.trim(),
  sendInvitationMessage: form.sendMail,
  ...(form.sendMail
    ? {
        invitedUserMessageInfo: {
          customizedMessageBody: form.message.trim() || null,
          messageLanguage: form.language || null,
          ccRecipients: form.cc.trim() === '' ? [] : [{ emailAddress: { address: form.cc.trim() } }],
        },
      }
    : {}),
  ...(form.sponsors.length > 0 ? { invitedUserSponsors: form.sponsors.map(({ id }) => ({ id })) } : {}),
})

/** Properties, groups and roles, which Graph takes one by one after the user is there. */
export function stepsOf(form: Pick<InviteForm, 'properties' | 'groups' | 'roles'>): Step[] {
  const fresh = { error: null, done: false }
  const properties = changesOf(form.properties)
  return [
    ...(Object.keys(properties).length > 0
      ? [
          {
            label: texts.stepProperties,
            run: (graph: Graph, user: string) => graph.patch(`/v1.0/users/${user}`, properties),
            ...fresh,
          },
        ]
      : []),
    ...form.groups.map(({ id, name }) => ({
      label: texts.stepGroup(name),
      run: (graph: Graph, user: string) => addMember(graph, id, user),
      ...fresh,
    })),
    ...form.roles.map(({ id, name }) => ({
      label: texts.stepRole(name),
      run: (graph: Graph, user: string) => assignRole(graph, id, user),
      ...fresh,
    })),
  ]
}

export const assignRole = (graph: Graph, role: string, user: string): Promise<unknown> =>
  graph.post('/v1.0/roleManagement/directory/roleAssignments', {
    principalId: user,
    roleDefinitionId: role,
    directoryScopeId: '/',
  })

/** Runs the steps that are not done. One that fails stops none of the others. */
export async function runSteps(graph: Graph, user: string, steps: readonly Step[]): Promise<Step[]> {
  const after: Step[] = []
  for (const step of steps) {
    if (step.done) {
      after.push(step)
      continue
    }
    try {
      await step.run(graph, user)
      after.push({ ...step, error: null, done: true })
    } catch (error) {
      after.push({ ...step, error })
    }
  }
  return after
}

/** Invites one address, then does the rest. A refused invitation makes nothing. */
export async function inviteOne(graph: Graph, form: InviteForm, invitee: Invitee, only: boolean): Promise<Invited> {
  try {
    const wish = invitationFor(form, invitee, only)
    const { value: invitation, warnings } = await graph.postWarned<Invitation>('/v1.0/invitations', wish)
    const steps = await runSteps(graph, invitation.invitedUser.id, stepsOf(form))
    return { invitee, invitation, warnings, refused: null, steps }
  } catch (refused) {
    return { invitee, invitation: null, refused, steps: [] }
  }
}
