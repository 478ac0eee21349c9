import { useCallback, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { QuickCreateContext, type QuickCreateRequest } from '../../fields/quickCreate'
import type { Entity } from '../../api/types'
import { useLabel } from '../../schema/labels'
import { layoutFields, resolveLayout } from '../../schema/layout'
import { findEntity, useSchema } from '../../schema/useSchema'
import { CreateForm } from '../form/CreateForm'
import { titleOf } from '../titles'
import { Drawer } from '../../shared/Drawer'
import { CreateContext, type CreateRequest } from './createRequests'
import styles from './CreatePage.module.css'

interface OpenRequest extends CreateRequest {
  number: number
}

const WIDTH = 720
/** A table of lines has many columns. */
const WIDTH_WITH_LINES = 980

const widthFor = (entity: Entity): number =>
  layoutFields(resolveLayout(entity)).some(({ kind }) => kind === 'children') ? WIDTH_WITH_LINES : WIDTH

/** New records from anywhere: a list, a related list, the palette, a reference that misses one. They may stack. */
export function CreateHost({ children }: { children: ReactNode }) {
  const schema = useSchema()
  const [requests, setRequests] = useState<OpenRequest[]>([])
  const made = useRef(0)

  const open = useCallback((request: CreateRequest) => {
    made.current += 1
    const number = made.current
    setRequests((present) => [...present, { ...request, number }])
  }, [])
  const close = (number: number) =>
    setRequests((present) => present.filter((request) => request.number !== number))

  const quickCreate = useCallback(
    ({ entity: key, title, onCreated }: QuickCreateRequest) => {
      const entity = findEntity(schema, key)
      const prefill = entity?.title_field && title ? { [entity.title_field]: title } : {}
      open({
        entity: key,
        prefill,
        onCreated: (record) =>
          onCreated({ id: record.id, label: entity ? titleOf(entity, record) : record.id }),
      })
    },
    [open, schema],
  )

  return (
    <CreateContext value={open}>
      <QuickCreateContext value={quickCreate}>
        {children}
        {requests.map((request) => (
          <CreateDrawer key={request.number} request={request} onClose={() => close(request.number)} />
        ))}
      </QuickCreateContext>
    </CreateContext>
  )
}

function CreateDrawer({ request, onClose }: { request: OpenRequest; onClose: () => void }) {
  const { t } = useTranslation()
  const labelOf = useLabel()
  const entity = findEntity(useSchema(), request.entity)
  const cancel = useRef<() => void>(onClose)
  if (!entity) return null
  return (
    <Drawer
      open
      size={widthFor(entity)}
      title={
        <span className={styles['title']} dir="auto">
          {t('field.create', { label: labelOf(entity) })}
        </span>
      }
      onClose={() => cancel.current()}
      keyboard={false}
      styles={{ body: { padding: 0 }, wrapper: { maxWidth: '100vw' } }}
    >
      <CreateForm
        entity={entity}
        prefill={request.prefill}
        isRepeatable={request.isRepeatable ?? false}
        cancelRef={cancel}
        onCancel={onClose}
        onCreated={(record) => {
          onClose()
          request.onCreated?.(record)
        }}
      />
    </Drawer>
  )
}
