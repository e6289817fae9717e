import {
  createDOMRenderer,
  FluentProvider,
  RendererProvider,
  type Theme,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { config } from '../config.ts'

/** As chosen by the person: `system` follows the machine. */
export type ThemeChoice = 'system' | 'light' | 'dark' | 'contrast'

const key = 'gatehouse.theme'
const choices: readonly ThemeChoice[] = ['system', 'light', 'dark', 'contrast']
const themes = { light: webLightTheme, dark: webDarkTheme }

// The content security policy lets only style elements with this page's nonce in.
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce: config.nonce } })

const kept = (): ThemeChoice => choices.find((one) => one === localStorage.getItem(key)) ?? 'system'

const ThemeContext = createContext<{ choice: ThemeChoice; choose(choice: ThemeChoice): void } | null>(null)

export function useTheme() {
  const theme = useContext(ThemeContext)
  if (!theme) throw new Error('useTheme is used outside ThemeProvider')
  return theme
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(kept)
  const dark = useMedia('(prefers-color-scheme: dark)')
  const [contrast, setContrast] = useState<Theme | null>(null)
  const shown = choice === 'system' ? (dark ? 'dark' : 'light') : choice
  // Dark until it is there.
  const theme = shown === 'contrast' ? (contrast ?? themes.dark) : themes[shown]
  useEffect(() => {
    if (shown === 'contrast') void import('./contrast-theme.ts').then((loaded) => setContrast(loaded.contrastTheme))
  }, [shown])
  useEffect(() => {
    document.documentElement.style.colorScheme = shown === 'light' ? 'light' : 'dark'
    document.body.style.background = theme.colorNeutralBackground2
  }, [shown, theme])
  const value = useMemo(
    () => ({
      choice,
      choose(next: ThemeChoice) {
        localStorage.setItem(key, next)
        setChoice(next)
      },
    }),
    [choice],
  )
  return (
    <ThemeContext value={value}>
      <RendererProvider renderer={renderer} targetDocument={document}>
        <FluentProvider theme={theme} dir={document.dir === 'rtl' ? 'rtl' : 'ltr'}>
          {children}
        </FluentProvider>
      </RendererProvider>
    </ThemeContext>
  )
}

/** Whether a media query holds now; follows changes. */
function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

/** A phone's width: panes fill the screen, lists become cards, the navigation hides behind a button. */
export const useNarrow = (): boolean => useMedia('(max-width: 640px)')
