import { Link } from 'react-router'
import { useLabel } from '../../schema/labels'
import { NamedIcon } from '../../shared/icons'
import { movedMenuChanges } from '../changes/menus'
import { DragHandle, SortableItem, SortableList } from '../controls/SortableList'
import type { Labels, Ordered } from '../documents'
import { menuPath } from '../paths'
import { useSave } from '../save/SaveContext'
import { useTexts } from '../texts'
import styles from './Menus.module.css'

interface ListedMenu extends Ordered {
  key: string
  label?: Labels | undefined
  icon?: string
}

/** All menus in their order, which dragging changes for everybody. */
export function MenuList({ menus, chosen }: { menus: ListedMenu[]; chosen: string }) {
  const t = useTexts()
  const labelOf = useLabel()
  const save = useSave()
  const move = (key: string, index: number) =>
    save({ changes: movedMenuChanges(menus, key, index), message: t('message.menus_moved') })
  return (
    <ol className={styles['menus']} aria-label={t('frame.menus')}>
      <SortableList keys={menus.map(({ key }) => key)} onMove={(key, index) => void move(key, index)}>
        {menus.map((menu) => (
          <SortableItem
            key={menu.key}
            as="li"
            id={menu.key}
            name={labelOf(menu)}
            className={styles['menu']}
            isCurrent={menu.key === chosen}
          >
            <DragHandle />
            <Link to={menuPath(menu.key)} aria-current={menu.key === chosen ? 'page' : undefined}>
              <NamedIcon name={menu.icon} />
              <span className={styles['name']}>{labelOf(menu)}</span>
            </Link>
          </SortableItem>
        ))}
      </SortableList>
    </ol>
  )
}
