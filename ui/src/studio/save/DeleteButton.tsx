import { DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useDeletion, type Deletion } from './useDeletion'

interface DeleteButtonProps {
  deletion: Deletion
  onDeleted: () => void
}

/** Deletes what an editor shows. */
export function DeleteButton({ deletion, onDeleted }: DeleteButtonProps) {
  const erase = useDeletion()
  const remove = async () => {
    if (await erase(deletion)) onDeleted()
  }
  return (
    <Button danger type="text" icon={<DeleteOutlined />} onClick={() => void remove()}>
      {deletion.ok}
    </Button>
  )
}
