import { Button, Checkbox, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useGraph, useGraphTagged, useRefresh } from '../../../kit/graph/hooks.tsx'
import { Conflict } from '../../../kit/ui/conflict.tsx'
import { UnsavedGuard } from '../../../kit/ui/form.tsx'
import { useNotify } from '../../../kit/ui/notify.tsx'
import { Answer, Failed } from '../../../kit/ui/states.tsx'
import { crossTenant, texts } from '../../../texts/en/external-identities.ts'
import { texts as kit } from '../../../texts/en/kit.ts'
import { StoredBadge } from './badges.tsx'
import { CrossTenantFrame } from './frame.tsx'
import { policyPath } from './policy.ts'
import { saveParts, useTakeBack, type Version } from './versioned.ts'

type Root = { allowedCloudEndpoints: string[] }

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalL, justifyItems: 'start' },
  clouds: { border: 'none', margin: 0, padding: 0 },
  actions: { display: 'flex', gap: tokens.spacingHorizontalM },
})

/** Other Microsoft clouds. */
export function MicrosoftClouds() {
  const answer = useGraphTagged<Root>(policyPath)
  return (
    <CrossTenantFrame>
      <p style={{ margin: 0 }}>{crossTenant.cloudsSays}</p>
      <div>
        <StoredBadge />
      </div>
      <Answer of={answer} lines={5}>
        {(version) => <Clouds version={version} />}
      </Answer>
    </CrossTenantFrame>
  )
}

function Clouds({ version }: { version: Version<Root> }) {
  const styles = useStyles()
  const graph = useGraph()
  const refresh = useRefresh()
  const notify = useNotify()
  const takeBack = useTakeBack()
  const [draft, setDraft] = useState<{ base: Version<Root>; clouds: string[] } | null>(null)
  const [state, setState] = useState<{ busy?: boolean; error?: unknown; theirs?: Version<Root> }>({})
  const base = draft?.base ?? version
  const clouds = draft?.clouds ?? version.value.allowedCloudEndpoints
  const dirty = sorted(clouds) !== sorted(base.value.allowedCloudEndpoints)
  const discard = () => {
    setDraft(null)
    setState({})
  }
  const save = async (from: Version<Root>) => {
    setState({ busy: true })
    const saved = { allowedCloudEndpoints: clouds }
    const before = { allowedCloudEndpoints: from.value.allowedCloudEndpoints }
    try {
      const theirs = await saveParts(graph, policyPath, from, saved)
      if (theirs) return setState({ theirs })
      await refresh([policyPath])
      const undo = () => void takeBack(policyPath, saved, before)
      notify.success(texts.saved(crossTenant.cloudsTab), { undo })
      discard()
    } catch (error) {
      setState({ error })
    }
  }
  const say = (list: readonly string[]) => list.map((one) => crossTenant.clouds[one] ?? one).join(', ') || '–'
  return (
    <div className={styles.form}>
      <UnsavedGuard when={dirty} />
      <fieldset className={styles.clouds}>
        <legend>{crossTenant.cloudsLabel}</legend>
        {Object.entries(crossTenant.clouds).map(([endpoint, label]) => (
          <div key={endpoint}>
            <Checkbox
              label={label}
              checked={clouds.includes(endpoint)}
              onChange={(_, { checked }) =>
                setDraft({
                  base,
                  clouds: checked ? [...clouds, endpoint] : clouds.filter((one) => one !== endpoint),
                })
              }
            />
          </div>
        ))}
      </fieldset>
      {state.error !== undefined && <Failed error={state.error} />}
      {dirty && (
        <MessageBar intent="info">
          <MessageBarBody>{texts.unsaved}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.actions}>
        <Button appearance="primary" disabled={!dirty || state.busy === true} onClick={() => void save(base)}>
          {kit.save}
        </Button>
        <Button disabled={!dirty} onClick={discard}>
          {kit.discard}
        </Button>
      </div>
      <Conflict
        differences={
          state.theirs
            ? [
                {
                  label: crossTenant.cloudsTab,
                  theirs: say(state.theirs.value.allowedCloudEndpoints),
                  yours: say(clouds),
                },
              ]
            : null
        }
        onOverwrite={() => state.theirs && void save(state.theirs)}
        onTake={() => {
          discard()
          void refresh([policyPath])
        }}
      />
    </div>
  )
}

const sorted = (list: readonly string[]) => [...list].sort().join()
