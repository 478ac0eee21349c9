import { EyeOutlined } from '@ant-design/icons'
import { Alert, Segmented, Switch } from 'antd'
import { useState } from 'react'
import type { Entity } from '../../api/types'
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../../i18n'
import { useLabel } from '../../schema/labels'
import { useIsNarrow } from '../../shared/media'
import { withPresentKeys } from '../changes/layout'
import { IssuesContext } from '../controls/IssuesContext'
import type { LayoutDocument } from '../documents'
import { namesOf } from '../lookup'
import { IssueList } from '../save/IssueList'
import { SaveBar } from '../save/SaveBar'
import { useComponentEditor } from '../save/useComponentEditor'
import { useTexts } from '../texts'
import { FormChoice } from './FormChoice'
import { LayoutDesigner } from './LayoutDesigner'
import { LayoutPreview } from './LayoutPreview'
import styles from './Layout.module.css'

interface LayoutEditorProps {
  entity: Entity
  layoutKey: string
  onChoose: (layout: string) => void
}

type Mode = 'design' | Language

export function LayoutEditor({ entity, layoutKey, onChoose }: LayoutEditorProps) {
  const t = useTexts()
  const labelOf = useLabel()
  const isNarrow = useIsNarrow()
  const [mode, setMode] = useState<Mode>('design')
  const [isPhone, setPhone] = useState(false)
  const editor = useComponentEditor('layout', layoutKey, (layout) =>
    t('message.layout_changed', { name: labelOf(layout), entity: labelOf(entity) }),
  )
  const present = (layout: LayoutDocument) =>
    withPresentKeys(layout, (field) => namesOf(entity, field)[0] ?? field)
  const layout = present(editor.value)

  return (
    <IssuesContext value={{ issues: editor.issues, prefix: `layout/${layoutKey}` }}>
      <SaveBar editor={editor}>
        <FormChoice entity={entity} layout={layout} editor={editor} onChoose={onChoose} />
        <Segmented
          value={mode}
          onChange={setMode}
          options={[
            { value: 'design' as Mode, label: t('layout.design') },
            ...LANGUAGES.map((language) => ({
              value: language,
              label: LANGUAGE_NAMES[language],
              icon: <EyeOutlined />,
              title: t('layout.preview', { language: LANGUAGE_NAMES[language] }),
            })),
          ]}
        />
        {mode !== 'design' && !isNarrow && (
          <label className={styles['phone']}>
            <Switch size="small" checked={isPhone} onChange={setPhone} /> {t('layout.phone')}
          </label>
        )}
      </SaveBar>
      <IssueList issues={editor.issues} />
      {mode === 'design' ? (
        <>
          {isNarrow && <Alert type="info" showIcon title={t('layout.narrow')} style={{ marginBottom: 12 }} />}
          <LayoutDesigner
            entity={entity}
            layout={layout}
            onChange={(next) => editor.change((value) => next(present(value)))}
          />
        </>
      ) : (
        <LayoutPreview entity={entity} layout={layout} language={mode} isPhone={isPhone || isNarrow} />
      )}
    </IssuesContext>
  )
}
