import { Drawer as AntDrawer, Skeleton, type DrawerProps } from 'antd'
import { Suspense, useLayoutEffect, useState, type ReactNode } from 'react'

/**
 * A panel at the edge of the screen, which leaves the focus to the first field of what it holds. What it waits for
 * it awaits by itself: the page below stays.
 */
export function Drawer({ children, ...props }: DrawerProps) {
  return (
    <AntDrawer autoFocus={false} {...props}>
      <Placed>
        <Suspense fallback={<Skeleton active />}>{children}</Suspense>
      </Placed>
    </AntDrawer>
  )
}

/** A panel that does not slide in is filled before it is on the page, where no field can take the focus. */
function Placed({ children }: { children: ReactNode }) {
  const [isPlaced, setPlaced] = useState(false)
  // eslint-disable-next-line react-hooks/set-state-in-effect -- what is outside React is where the panel hangs
  useLayoutEffect(() => setPlaced(true), [])
  return isPlaced && children
}
