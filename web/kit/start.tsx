import { Button } from '@fluentui/react-components'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, type ReactNode, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, type RouteObject } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { texts } from '../texts/en/shell.ts'
import { forgetTenant, missingTenant, noTenant, startClient, type WebApp } from './auth/client.ts'
import { openSession, SessionProvider } from './auth/session.tsx'
import { createGraph } from './graph/client.ts'
import { GraphError } from './graph/error.ts'
import { GraphProvider } from './graph/hooks.tsx'
import { ConfirmProvider } from './ui/confirm.tsx'
import { NotifyProvider } from './ui/notify.tsx'
import { Failed } from './ui/states.tsx'
import { ThemeProvider } from './ui/theme.tsx'
import { keepPageReachable } from './ui/unhide.ts'

const UnknownOrganization = lazy(async () => ({
  default: (await import('./ui/unknown-organization.tsx')).UnknownOrganization,
}))

/** Signs in, then shows the app. What an app needs around it stands here, once. */
export async function start(app: WebApp, routes: RouteObject[]): Promise<void> {
  keepPageReachable()
  const root = createRoot(document.getElementById('root') as HTMLElement)
  const show = (content: ReactNode) =>
    root.render(
      <StrictMode>
        <ThemeProvider>{content}</ThemeProvider>
      </StrictMode>,
    )
  const refuse = (name: string) =>
    show(
      <Suspense fallback={null}>
        <UnknownOrganization name={name} organizations={app.organizations} />
      </Suspense>,
    )
  const wrong = noTenant()
  if (wrong !== null) return refuse(wrong)
  try {
    const client = await startClient(app)
    const session = await openSession(client, app)
    const router = createBrowserRouter(routes, { basename: app.base })
    show(
      <SessionProvider session={session}>
        <QueryClientProvider client={queryClient()}>
          <GraphProvider value={createGraph(session.token)}>
            <NotifyProvider>
              <ConfirmProvider>
                <RouterProvider router={router} />
              </ConfirmProvider>
            </NotifyProvider>
          </GraphProvider>
        </QueryClientProvider>
      </SessionProvider>,
    )
  } catch (error) {
    const missing = await missingTenant()
    if (missing === null) show(<StartFailed error={error} base={app.base} />)
    else refuse(missing)
  }
}

/** Answers of Graph are worth keeping for as long as a page is looked at; settings apply at once, so everything is read anew on the next visit. */
const queryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // A refusal stays one; only a server that did not answer is asked again.
        retry: (count, error) => count < 2 && error instanceof GraphError && error.status === 0,
      },
    },
  })

function StartFailed({ error, base }: { error: unknown; base: string }) {
  return (
    <div style={{ maxWidth: '40rem', margin: '4rem auto', padding: '1rem' }}>
      <h1>{texts.startFailed}</h1>
      <Failed error={error} title={texts.signInFailed} />
      <p>
        <Button
          appearance="primary"
          onClick={() => {
            sessionStorage.clear()
            forgetTenant()
            location.assign(base)
          }}
        >
          {texts.signInAgain}
        </Button>
      </p>
    </div>
  )
}
