import { Skeleton } from 'antd'
import { lazy, Suspense } from 'react'
import type { PictureProps } from './Picture'

/** A chunk of its own: most screens have no picture. */
const LoadedPicture = lazy(async () => ({ default: (await import('./Picture')).Picture }))

export function LazyPicture(props: PictureProps) {
  return (
    <Suspense fallback={<Skeleton active />}>
      <LoadedPicture {...props} />
    </Suspense>
  )
}
