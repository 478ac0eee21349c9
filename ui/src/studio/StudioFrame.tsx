import { useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect } from 'react'
import { Outlet } from 'react-router'
import { useSchema } from '../schema/useSchema'
import { PageSkeleton } from '../shared/PageSkeleton'
import { METADATA } from './api/metadata'
import { SaveProvider } from './save/SaveProvider'
import { StudioNav } from './StudioNav'
import styles from './StudioFrame.module.css'

/** What others publish shows up here, too. */
function useFreshMetadata(): void {
  const client = useQueryClient()
  const { version } = useSchema()
  useEffect(() => {
    void client.invalidateQueries({ queryKey: [METADATA] })
  }, [client, version])
}

export function StudioFrame() {
  useFreshMetadata()
  return (
    <SaveProvider>
      <div className={styles['frame']}>
        <StudioNav />
        <div className={styles['page']}>
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        </div>
      </div>
    </SaveProvider>
  )
}
