import { SearchOutlined } from '@ant-design/icons'
import { Input, Typography } from 'antd'
import { useState } from 'react'
import type { FieldKind } from '../../api/types'
import { useTexts } from '../texts'
import { KIND_GROUPS, KINDS, kindsOf } from './kinds'
import styles from './KindGallery.module.css'

interface KindGalleryProps {
  onChoose: (kind: FieldKind) => void
  except?: readonly FieldKind[]
}

/** Every field kind with what it is good for; found by any word of its name or sentence. */
export function KindGallery({ onChoose, except }: KindGalleryProps) {
  const t = useTexts()
  const [wanted, setWanted] = useState('')
  const isWanted = (kind: FieldKind) =>
    [kind, t(`kind.${kind}.name`), t(`kind.${kind}.help`)].some((text) =>
      text.toLowerCase().includes(wanted.toLowerCase()),
    )
  const groups = KIND_GROUPS.map((group) => ({ group, kinds: kindsOf(group, except).filter(isWanted) }))
  const shown = groups.filter(({ kinds }) => kinds.length > 0)

  return (
    <>
      <Input
        allowClear
        autoFocus
        prefix={<SearchOutlined />}
        placeholder={t('gallery.search')}
        aria-label={t('gallery.search')}
        onChange={({ target }) => setWanted(target.value)}
      />
      {shown.map(({ group, kinds }) => (
        <section key={group} aria-label={t(`gallery.group.${group}`)}>
          <h3 className={styles['group']}>{t(`gallery.group.${group}`)}</h3>
          <div className={styles['kinds']}>
            {kinds.map((kind) => (
              <KindCard key={kind} kind={kind} onChoose={onChoose} />
            ))}
          </div>
        </section>
      ))}
      {shown.length === 0 && (
        <Typography.Paragraph type="secondary" style={{ marginTop: 24 }}>
          {t('gallery.nothing')}
        </Typography.Paragraph>
      )}
    </>
  )
}

function KindCard({ kind, onChoose }: { kind: FieldKind; onChoose: (kind: FieldKind) => void }) {
  const t = useTexts()
  return (
    <button type="button" className={styles['kind']} data-kind={kind} onClick={() => onChoose(kind)}>
      <KindIcon kind={kind} />
      <span>
        <span className={styles['name']}>{t(`kind.${kind}.name`)}</span>
        <span className={styles['help']}>{t(`kind.${kind}.help`)}</span>
      </span>
    </button>
  )
}

export function KindIcon({ kind }: { kind: FieldKind }) {
  const { Icon } = KINDS[kind]
  return (
    <span className={styles['icon']} aria-hidden>
      <Icon />
    </span>
  )
}

export function KindName({ kind }: { kind: FieldKind }) {
  const t = useTexts()
  return (
    <span className={styles['inline']}>
      <KindIcon kind={kind} />
      {t(`kind.${kind}.name`)}
    </span>
  )
}
