import type { RouteObject } from 'react-router'
import { config } from '../../../kit/config.ts'
import type { SignInKind } from './sign-in.ts'

const signIns = (kind: SignInKind | null) => async () => {
  const { SignIns } = await import('./sign-ins.tsx')
  return { element: <SignIns kind={kind} /> }
}

export const monitoring: RouteObject[] = [
  { path: 'sign-ins', lazy: signIns(null) },
  { path: 'sign-ins/interactive', lazy: signIns('interactiveUser') },
  { path: 'sign-ins/non-interactive', lazy: signIns('nonInteractiveUser') },
  { path: 'sign-ins/service-principals', lazy: signIns('servicePrincipal') },
  {
    path: 'errors/:code',
    lazy: async () => ({ Component: (await import('./error-code.tsx')).ErrorCode }),
  },
  { path: 'audit', lazy: async () => ({ Component: (await import('./audit.tsx')).Audit }) },
  // Only a demo has one; elsewhere it is an address like any unknown one.
  ...(config.demo
    ? [{ path: 'outbox', lazy: async () => ({ Component: (await import('./outbox.tsx')).Outbox }) }]
    : []),
]
