import { showDateTime, showText } from '../../../kit/format.ts'
import { EditForm, useEdit } from '../../../kit/ui/edit.tsx'
import { Copyable, Facts } from '../../../kit/ui/facts.tsx'
import { atMost, required, TextField } from '../../../kit/ui/form.tsx'
import { texts } from '../../../texts/en/groups.ts'
import type { Group } from './group.ts'
import { useGroup } from './group-page.tsx'

type Values = { displayName: string; description: string; mailNickname: string }

const read = ({ displayName, description, mailNickname }: Group): Values => ({
  displayName,
  description: description ?? '',
  mailNickname,
})
const write = ({ displayName, description, mailNickname }: Values) => ({
  displayName: displayName.trim(),
  description: description.trim() || null,
  mailNickname: mailNickname.trim(),
})
const describe = (values: Values) => ({
  [texts.name]: values.displayName,
  [texts.description]: showText(values.description),
  [texts.mailNickname]: values.mailNickname,
})

/** `/groups/{id}`: what it is called, and its ids. */
export function GroupOverview() {
  const group = useGroup()
  const edit = useEdit<Group, Values>({
    path: `/v1.0/groups/${group.id}`,
    read,
    write,
    describe,
    stale: ['/v1.0/groups'],
    saved: texts.saved,
  })
  const { control } = edit.form
  return (
    <>
      <Facts
        facts={[
          [texts.objectId, <Copyable key="id" value={group.id} what="the object id" />],
          [texts.type, group.securityEnabled ? texts.security : texts.other],
          [texts.roleAssignableShort, group.isAssignableToRole === true],
          [texts.created, showDateTime(group.createdDateTime)],
        ]}
      />
      <EditForm edit={edit}>
        <TextField control={control} name="displayName" label={texts.name} rules={{ ...required, ...atMost(256) }} />
        <TextField control={control} name="description" label={texts.description} lines={3} rules={atMost(1024)} />
        <TextField
          control={control}
          name="mailNickname"
          label={texts.mailNickname}
          rules={{ ...required, pattern: { value: /^\s*[\w.-]{1,64}\s*$/, message: texts.nicknameForm } }}
        />
      </EditForm>
    </>
  )
}
