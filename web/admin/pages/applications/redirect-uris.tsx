import { Body1, Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { Controller, type UseFormReturn, useFieldArray, useWatch } from 'react-hook-form'
import { Section } from '../../../kit/ui/section.tsx'
import { texts } from '../../../texts/en/applications.ts'
import type { AuthenticationValues } from './authentication-values.ts'
import { type Platform, platforms } from './model.ts'

const useStyles = makeStyles({
  rows: { display: 'grid', gap: tokens.spacingVerticalS, maxWidth: '44rem' },
  row: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', gap: tokens.spacingHorizontalS },
  soft: { color: tokens.colorNeutralForeground2 },
})

/** The URIs of one platform, a line each: what is wrong with one stands below it. */
export function RedirectUris({ form, platform }: { form: UseFormReturn<AuthenticationValues>; platform: Platform }) {
  const styles = useStyles()
  const words = texts.authentication
  const { fields, append, remove } = useFieldArray({ control: form.control, name: platform })
  const lines = useWatch({ control: form.control, name: platform }) ?? []
  const name = texts.platforms[platform]
  const once = (value: string): boolean | string => {
    const all = platforms.flatMap((one) => form.getValues(one).map(({ uri }) => uri.trim()))
    return value.trim() === '' || all.filter((uri) => uri === value.trim()).length < 2 || words.duplicate
  }
  return (
    <Section
      title={name}
      says={words.platformSays[platform]}
      commands={
        <Button icon={<AddRegular />} aria-label={words.addTo(name)} onClick={() => append({ uri: '' })}>
          {words.add}
        </Button>
      }
    >
      {fields.length === 0 ? (
        <Body1 className={styles.soft}>{words.none}</Body1>
      ) : (
        <div className={styles.rows}>
          {fields.map((field, index) => {
            return (
              <div key={field.id} className={styles.row}>
                <Controller
                  control={form.control}
                  name={`${platform}.${index}.uri`}
                  rules={{ validate: once }}
                  render={({ field: { value, ...input }, fieldState: { error } }) => (
                    <Field {...(error ? { validationMessage: error.message ?? '' } : {})}>
                      <Input
                        {...input}
                        value={value ?? ''}
                        aria-label={words.uri(name, index + 1)}
                        autoComplete="off"
                        inputMode="url"
                        spellCheck={false}
                      />
                    </Field>
                  )}
                />
                <Button
                  appearance="subtle"
                  icon={<DeleteRegular />}
                  aria-label={words.remove(lines[index]?.uri ?? '')}
                  onClick={() => remove(index)}
                />
              </div>
            )
          })}
        </div>
      )}
    </Section>
  )
}
