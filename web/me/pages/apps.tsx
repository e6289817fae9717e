import {
  Body1,
  Button,
  Caption1,
  Field,
  makeStyles,
  mergeClasses,
  SearchBox,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useGraphGet } from '../../kit/graph/hooks.tsx'
import { Page } from '../../kit/ui/page.tsx'
import { Empty } from '../../kit/ui/states.tsx'
import { useUrlState } from '../../kit/ui/url-state.ts'
import { texts } from '../../texts/en/me.ts'
import { type App, read, useMe, usePlace, type Values } from '../person.ts'
import { Mine } from '../shell/mine.tsx'

const useStyles = makeStyles({
  search: { maxWidth: '24rem' },
  tiles: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(14rem, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  tile: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    height: '100%',
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    overflowWrap: 'anywhere',
  },
  link: {
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  letter: {
    display: 'grid',
    placeItems: 'center',
    width: '2.5rem',
    height: '2.5rem',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontWeight: tokens.fontWeightSemibold,
    '::before': { content: 'attr(data-letter)' },
  },
  words: { display: 'grid', minWidth: 0 },
  soft: { color: tokens.colorNeutralForeground2 },
})

/** The apps of one organization that a person can open. Where invitations lead by default. */
export function Apps() {
  const styles = useStyles()
  const apps = useGraphGet<Values<App> & { more: boolean }>(read.apps)
  const { here } = usePlace()
  const organization = here?.displayName ?? ''
  return (
    <Page title={texts.apps} says={<WhoseGuest />}>
      <Mine of={apps} lines={6}>
        {({ value, more }) =>
          value.length === 0 ? (
            <Empty title={texts.noApps} says={texts.noAppsSays(organization)} />
          ) : (
            <>
              <Tiles apps={value} />
              {more && <Caption1 className={styles.soft}>{texts.moreApps}</Caption1>}
            </>
          )
        }
      </Mine>
    </Page>
  )
}

/** Guests are told whose guest they are, and with which account. */
function WhoseGuest() {
  const { data: me } = useMe()
  const { here, home } = usePlace()
  if (!me || !here) return null
  if (here.isHome) return texts.appsSays(here.displayName)
  const how = home ? texts.guestFrom(home.displayName) : texts.guestByMail
  return `${me.userType === 'Guest' ? texts.guestOf(here.displayName) : texts.appsSays(here.displayName)} ${how}`
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

function Tiles({ apps }: { apps: readonly App[] }) {
  const styles = useStyles()
  const [search, setSearch] = useUrlState('q')
  const wanted = fold(search ?? '').trim()
  const found = apps.filter(({ displayName }) => fold(displayName).includes(wanted))
  return (
    <>
      <Field className={styles.search}>
        <SearchBox
          aria-label={texts.searchApps}
          placeholder={texts.searchApps}
          value={search ?? ''}
          onChange={(_, { value }) => setSearch(value)}
        />
      </Field>
      {found.length === 0 ? (
        <Empty
          title={texts.noAppFound(search ?? '')}
          says={texts.noAppFoundSays}
          action={<Button onClick={() => setSearch(null)}>{texts.clearSearch}</Button>}
        />
      ) : (
        <ul className={styles.tiles} aria-label={texts.appsLabel}>
          {found.map((app) => (
            <li key={app.id}>
              <Tile app={app} />
            </li>
          ))}
        </ul>
      )}
      <Caption1 className={styles.soft} role="status">
        {texts.appCount(found.length)}
      </Caption1>
    </>
  )
}

function Tile({ app: { displayName, homePageUrl } }: { app: App }) {
  const styles = useStyles()
  const [letter = ''] = displayName.trim()
  const content = (
    <>
      <span className={styles.letter} data-letter={letter.toUpperCase()} />
      <span className={styles.words}>
        <Text weight="semibold">{displayName}</Text>
        {homePageUrl === null && <Body1 className={styles.soft}>{texts.noAddress}</Body1>}
      </span>
    </>
  )
  return homePageUrl === null ? (
    <div className={styles.tile}>{content}</div>
  ) : (
    <a href={homePageUrl} className={mergeClasses(styles.tile, styles.link)} rel="noreferrer">
      {content}
    </a>
  )
}
