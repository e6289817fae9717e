import { Button, Menu, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { ColumnEditRegular } from '@fluentui/react-icons'
import { texts } from '../../texts/en/kit.ts'
import type { Column } from './list.tsx'
import { useUrlState } from './url-state.ts'

/**
 * Which columns of a list are shown: those that the address names (`?columns=a,b`), else what was last chosen here, else
 * the usual ones. The first column names the row and always stays.
 */
export function useColumns<T>(
  list: string,
  all: readonly Column<T>[],
  usual: readonly string[],
): { shown: Column<T>[]; ids: string[]; set(ids: readonly string[]): void } {
  const key = `gatehouse.columns.${list}`
  const [said, say] = useUrlState('columns')
  const wanted = (said ?? localStorage.getItem(key) ?? usual.join(',')).split(',')
  const shown = all.filter((column, index) => index === 0 || wanted.includes(column.id))
  return {
    shown,
    ids: shown.map(({ id }) => id),
    set(ids) {
      localStorage.setItem(key, ids.join(','))
      say(ids.join(','))
    },
  }
}

/** The button that chooses them. */
export function ColumnPicker<T>({
  all,
  ids,
  onChange,
}: {
  all: readonly Column<T>[]
  ids: readonly string[]
  onChange(ids: readonly string[]): void
}) {
  return (
    <Menu
      checkedValues={{ columns: [...ids] }}
      onCheckedValueChange={(_, { checkedItems }) =>
        onChange(all.filter(({ id }, index) => index === 0 || checkedItems.includes(id)).map(({ id }) => id))
      }
    >
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" icon={<ColumnEditRegular />}>
          {texts.columns}
        </Button>
      </MenuTrigger>
      <MenuPopover style={{ maxHeight: '70vh', overflowY: 'auto' }}>
        <MenuList>
          {all.slice(1).map(({ id, label }) => (
            <MenuItemCheckbox key={id} name="columns" value={id}>
              {label}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
