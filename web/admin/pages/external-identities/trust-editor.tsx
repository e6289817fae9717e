import {
  Body1,
  Button,
  Checkbox,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  Select,
  tokens,
} from '@fluentui/react-components'
import { ArrowDownRegular, ArrowUpRegular } from '@fluentui/react-icons'
import { crossTenant } from '../../../texts/en/external-identities.ts'
import { Part } from './anchored.tsx'
import { InheritedBadge, StoredBadge } from './badges.tsx'
import type { Direction, InboundTrust, PartnerConfiguration, RedemptionOrder } from './rules.ts'
import { sayTrust } from './words.ts'

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  order: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXXL, display: 'grid', gap: tokens.spacingVerticalXS },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  provider: { minWidth: '18rem' },
  narrow: { maxWidth: '24rem' },
})

const trustNames = ['isMfaAccepted', 'isCompliantDeviceAccepted', 'isHybridAzureADJoinedDeviceAccepted'] as const

/** Which proofs of the home organization count here. */
export function TrustEditor({
  value,
  inherited,
  onChange,
}: {
  value: InboundTrust | null
  /** Null when this is the default. */
  inherited: InboundTrust | null
  onChange(trust: InboundTrust | null): void
}) {
  const styles = useStyles()
  const badges = (
    <>
      {inherited && <InheritedBadge inherited={value === null} />}
      <StoredBadge />
    </>
  )
  return (
    <Part id="trust" title={crossTenant.part.trust} says={crossTenant.trustSays} badges={badges}>
      <div className={styles.fields}>
        {inherited && (
          <Field label={crossTenant.mode}>
            <RadioGroup
              value={value === null ? 'inherit' : 'custom'}
              onChange={(_, data) => onChange(data.value === 'inherit' ? null : { ...inherited })}
            >
              <Radio value="inherit" label={crossTenant.modeInherit} />
              <Radio value="custom" label={crossTenant.modeCustom} />
            </RadioGroup>
          </Field>
        )}
        {value ? (
          <div>
            {trustNames.map((name) => (
              <div key={name}>
                <Checkbox
                  label={crossTenant.trust[name]}
                  checked={value[name]}
                  onChange={(_, { checked }) => onChange({ ...value, [name]: checked === true })}
                />
              </div>
            ))}
          </div>
        ) : (
          inherited && (
            <Body1>
              {crossTenant.nowSays} {sayTrust(inherited)}.
            </Body1>
          )
        )}
      </div>
    </Part>
  )
}

type Redeem = PartnerConfiguration['automaticUserConsentSettings']

export function RedeemEditor({
  direction,
  name,
  value,
  onChange,
}: {
  direction: Direction
  name: string
  value: Redeem
  onChange(value: Redeem): void
}) {
  const key = direction === 'inbound' ? 'inboundAllowed' : 'outboundAllowed'
  return (
    <Part id="redemption" title={crossTenant.redeem} says={crossTenant.redeemSays[direction]} badges={<StoredBadge />}>
      <Checkbox
        label={crossTenant.redeemLabel[direction](name)}
        checked={value[key] === true}
        onChange={(_, { checked }) => onChange({ ...value, [key]: checked === true })}
      />
    </Part>
  )
}

/** In which order a guest's identity providers are tried. Of the default only. */
export function OrderEditor({ value, onChange }: { value: RedemptionOrder; onChange(value: RedemptionOrder): void }) {
  const styles = useStyles()
  const order = value.primaryIdentityProviderPrecedenceOrder
  const move = (from: number, to: number) => {
    const next = [...order]
    const [one] = next.splice(from, 1)
    if (one) next.splice(to, 0, one)
    onChange({ ...value, primaryIdentityProviderPrecedenceOrder: next })
  }
  return (
    <Part id="order" title={crossTenant.order} says={crossTenant.orderSays} badges={<StoredBadge />}>
      <ol className={styles.order} aria-label={crossTenant.order}>
        {order.map((provider, index) => {
          const name = crossTenant.providers[provider] ?? provider
          return (
            <li key={provider}>
              <span className={styles.row}>
                <span className={styles.provider}>{name}</span>
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<ArrowUpRegular />}
                  aria-label={crossTenant.moveUp(name)}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                />
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<ArrowDownRegular />}
                  aria-label={crossTenant.moveDown(name)}
                  disabled={index === order.length - 1}
                  onClick={() => move(index, index + 1)}
                />
              </span>
            </li>
          )
        })}
      </ol>
      <Field label={crossTenant.fallback} className={styles.narrow}>
        <Select
          value={value.fallbackIdentityProvider}
          onChange={(_, data) =>
            onChange({ ...value, fallbackIdentityProvider: data.value as RedemptionOrder['fallbackIdentityProvider'] })
          }
        >
          {Object.entries(crossTenant.fallbacks).map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
    </Part>
  )
}
