import { Button, Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { collaboration } from '../../../texts/en/external-identities.ts'
import { PasteField } from './paste.tsx'
import { parseDomains, type Restrictions } from './restrictions.ts'

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, maxWidth: '44rem' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    maxHeight: '22rem',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  row: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    overflowWrap: 'anywhere',
    paddingInline: tokens.spacingHorizontalM,
    paddingBlock: tokens.spacingVerticalXS,
    ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  },
})

const most = 1000

/** Any domain, all but some, or some only. Another kind begins with the same domains: nothing is lost by looking. */
export function DomainList({
  value,
  problem,
  onChange,
}: {
  value: Restrictions
  problem: string | null
  onChange(value: Restrictions): void
}) {
  const styles = useStyles()
  const { kind, domains } = value
  return (
    <div className={styles.all}>
      <Field {...(problem ? { validationMessage: problem } : {})}>
        <RadioGroup
          aria-label={collaboration.domainsLabel}
          value={kind}
          onChange={(_, data) => onChange({ kind: data.value as Restrictions['kind'], domains })}
        >
          {Object.entries(collaboration.restrictions).map(([id, label]) => (
            <Radio key={id} value={id} label={label} />
          ))}
        </RadioGroup>
      </Field>
      {kind !== 'any' && (
        <>
          {domains.length === 0 ? (
            <Text>{collaboration.noDomains}</Text>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            <ul className={styles.list} aria-label={collaboration.targetDomains} tabIndex={0}>
              {domains.map((domain) => (
                <li key={domain} className={styles.row}>
                  {domain}
                  <Button
                    appearance="subtle"
                    size="small"
                    icon={<DismissRegular />}
                    aria-label={collaboration.removeDomain(domain)}
                    onClick={() => onChange({ kind, domains: domains.filter((one) => one !== domain) })}
                  />
                </li>
              ))}
            </ul>
          )}
          <PasteField
            label={collaboration.addDomains}
            hint={collaboration.addDomainsHint}
            parse={(text) => {
              const { domains: good, wrong } = parseDomains(text)
              return { good, wrong }
            }}
            wrongSays={collaboration.notDomains}
            emptySays={collaboration.nothingTyped}
            most={most}
            onAdd={(more) => onChange({ kind, domains: [...new Set([...domains, ...more])] })}
          />
        </>
      )}
    </div>
  )
}
