import { DeleteOutlined, UploadOutlined } from '@ant-design/icons'
import { Button, Space, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadFile } from '../../api/files'
import { errorText } from '../../api/problem'
import { useFormat } from '../../shared/format/useFormat'
import { IconButton } from '../../shared/IconButton'
import { isStoredFile } from '../parts/files'
import type { InputProps } from '../types'
import { FileCell } from './Cell'

export function FileInput(props: InputProps) {
  const { field, value, onChange, onInvalid, id, disabled = false } = props
  const { t } = useTranslation()
  const format = useFormat()
  const [isBusy, setBusy] = useState(false)

  const upload = async (file: File) => {
    if (field.max_bytes && file.size > field.max_bytes) {
      onInvalid?.(
        t('field.file_too_large', { size: format.bytes(file.size), limit: format.bytes(field.max_bytes) }),
      )
      return
    }
    setBusy(true)
    onInvalid?.(t('field.file_under_way'))
    try {
      onChange(await uploadFile(file))
      onInvalid?.(null)
    } catch (error) {
      onInvalid?.(errorText(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Space wrap>
      {isStoredFile(value) && <FileCell {...props} inline />}
      <Upload
        showUploadList={false}
        disabled={disabled}
        accept={[field.accept ?? []].flat().join(',')}
        beforeUpload={(file) => {
          void upload(file)
          return false
        }}
      >
        <Button id={id} icon={<UploadOutlined />} loading={isBusy} disabled={disabled}>
          {t(isStoredFile(value) ? 'field.replace_file' : 'field.choose_file')}
        </Button>
      </Upload>
      {isStoredFile(value) && !disabled && (
        <IconButton
          type="text"
          icon={<DeleteOutlined />}
          label={t('field.remove_file')}
          onClick={() => onChange(null)}
        />
      )}
    </Space>
  )
}
