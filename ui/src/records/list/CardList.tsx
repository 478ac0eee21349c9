import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RecordDocument } from '../../api/values'
import { FieldCell } from '../../fields/FieldCell'
import { isBlank } from '../../fields/parts/isBlank'
import { titleOf } from '../titles'
import { valueAt } from './columns'
import type { ListData } from './useListData'
import styles from './list.module.css'

const LINES = 4

/** The list on a phone: the title and what matters most, one record below the other. */
export function CardList({ data, onOpen }: { data: ListData; onOpen: (record: RecordDocument) => void }) {
  const { t } = useTranslation()
  const { entity, columns, list } = data
  const others = columns.filter(({ isTitle }) => !isTitle)
  return (
    <ul className={styles['cards']}>
      {list.rows.map((record) => (
        <li key={record.id}>
          <button type="button" className={styles['card']} onClick={() => onOpen(record)}>
            <span className={styles['cardTitle']} dir="auto">
              {titleOf(entity, record).slice(0, 300)}
            </span>
            <span className={styles['cardLine']}>
              {others
                .filter(({ path }) => !isBlank(valueAt(record, path)))
                .slice(0, LINES)
                .map((column) => (
                  <span key={column.path}>
                    <FieldCell
                      field={column.field}
                      value={valueAt(record, column.path)}
                      entity={column.entity}
                      inline
                    />
                  </span>
                ))}
            </span>
          </button>
        </li>
      ))}
      {list.hasMore && (
        <li style={{ padding: 12 }}>
          <Button block loading={list.isFetchingMore} onClick={list.fetchMore}>
            {t('list.more')}
          </Button>
        </li>
      )}
    </ul>
  )
}
