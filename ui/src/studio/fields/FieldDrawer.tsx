import { ArrowLeftOutlined } from '@ant-design/icons'
import { Flex } from 'antd'
import { useState } from 'react'
import type { Entity, FieldKind } from '../../api/types'
import type { Stored } from '../api/metadata'
import type { EntityDocument } from '../documents'
import { useTexts } from '../texts'
import { Drawer } from '../../shared/Drawer'
import { IconButton } from '../../shared/IconButton'
import { EditField } from './EditField'
import { KindGallery, KindIcon } from './KindGallery'
import { NewField } from './NewField'

interface FieldDrawerProps {
  entity: Entity
  stored: Stored<EntityDocument>
  /** The field to edit; none: a new one, of a kind chosen from the gallery. */
  field?: string
  kind?: FieldKind
  onClose: () => void
}

export function FieldDrawer({ entity, stored, field, kind: firstKind, onClose }: FieldDrawerProps) {
  const t = useTexts()
  const [kind, setKind] = useState<FieldKind | null>(firstKind ?? null)
  if (field !== undefined)
    return <EditField entity={entity} stored={stored} field={field} onClose={onClose} />
  if (kind === null) {
    return (
      <Drawer open size={680} title={t('gallery.title')} onClose={onClose}>
        <KindGallery onChoose={setKind} />
      </Drawer>
    )
  }
  const title = (
    <Flex gap={8} align="center">
      <IconButton
        type="text"
        size="small"
        icon={<ArrowLeftOutlined />}
        label={t('field.back_to_gallery')}
        onClick={() => setKind(null)}
      />
      <KindIcon kind={kind} />
      {t('field.new', { kind: t(`kind.${kind}.name`) })}
    </Flex>
  )
  return (
    <NewField
      key={kind}
      entity={entity}
      stored={stored}
      kind={kind}
      title={title}
      onClose={onClose}
      onNext={() => setKind(null)}
    />
  )
}
