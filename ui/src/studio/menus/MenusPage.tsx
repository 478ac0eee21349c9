import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Empty, Flex } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { useLabel } from '../../schema/labels'
import { useSchema } from '../../schema/useSchema'
import { useDocumentTitle } from '../../shared/documentTitle'
import { componentsQuery } from '../api/metadata'
import { suggestItemKey } from '../changes/keys'
import { nextOrder } from '../changes/order'
import { PageHeader } from '../controls/PageHeader'
import type { MenuDocument } from '../documents'
import { menuPath, menusPath } from '../paths'
import { DeleteButton } from '../save/DeleteButton'
import { deletionOf } from '../save/useDeletion'
import { useSave } from '../save/SaveContext'
import { useTexts } from '../texts'
import { MenuEditor } from './MenuEditor'
import { MenuList } from './MenuList'
import styles from './Menus.module.css'

/** The menus on the left of everybody's screen. */
export function MenusPage() {
  const t = useTexts()
  const labelOf = useLabel()
  const { menu: wanted } = useParams()
  const published = useSchema().menus
  const { data: summaries } = useSuspenseQuery(componentsQuery('menu'))
  const create = useNewMenu(summaries.map(({ key }) => key))
  useDocumentTitle(t('frame.menus'), t('frame.studio'))

  const position = new Map(published.map(({ key }, index) => [key, index]))
  const menus = summaries
    .map(({ key, label }) => ({ ...published.find((menu) => menu.key === key), key, label }))
    .sort((a, b) => (position.get(a.key) ?? Infinity) - (position.get(b.key) ?? Infinity))
  const chosen = menus.find(({ key }) => key === wanted) ?? menus[0]
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void create()}>
      {t('menus.add')}
    </Button>
  )

  return (
    <>
      <PageHeader title={t('frame.menus')} subtitle={t('menus.subtitle')} actions={add} />
      {!chosen ? (
        <Empty description={t('menus.empty')} />
      ) : (
        <div className={styles['page']}>
          <MenuList menus={menus} chosen={chosen.key} />
          <Flex vertical gap={12} style={{ minWidth: 0 }}>
            <MenuEditor key={chosen.key} menuKey={chosen.key} />
            <Flex justify="flex-end">
              <DeleteMenu menuKey={chosen.key} name={labelOf(chosen)} />
            </Flex>
          </Flex>
        </div>
      )}
    </>
  )
}

function useNewMenu(taken: string[]): () => Promise<void> {
  const t = useTexts()
  const save = useSave()
  const navigate = useNavigate()
  const { menus } = useSchema()
  return async () => {
    const orders = Object.fromEntries(menus.map(({ key, order }) => [key, { order: order ?? 0 }]))
    const key = suggestItemKey({ en: 'menu' }, [...taken, 'menu'], 'menu')
    const document: MenuDocument = {
      kind: 'menu',
      key,
      label: { en: 'New menu', 'zh-hans': '新菜单' },
      icon: 'FolderOutlined',
      order: nextOrder(orders),
      items: {},
    }
    const outcome = await save({
      changes: [{ op: 'put', kind: 'menu', key, document }],
      message: t('message.menu_added'),
    })
    if (outcome.state === 'saved') void navigate(menuPath(key))
  }
}

function DeleteMenu({ menuKey, name }: { menuKey: string; name: string }) {
  const t = useTexts()
  const navigate = useNavigate()
  const deletion = deletionOf(t, 'menus.', {
    kind: 'menu',
    key: menuKey,
    name,
    message: t('message.menu_deleted', { name }),
  })
  return <DeleteButton deletion={deletion} onDeleted={() => void navigate(menusPath)} />
}
