import { useReactFlow, useStore } from '@xyflow/react'
import { useEffect } from 'react'
import type { PlacedCard } from './layout'

/** Brings the chosen card into sight where it is not: a new one, or one that moved away. */
export function Follow({ chosen }: { chosen: PlacedCard | undefined }) {
  const { getViewport, setCenter } = useReactFlow()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const [x, y] = chosen ? [chosen.x + chosen.width / 2, chosen.y + chosen.height / 2] : [null, null]
  useEffect(() => {
    if (x === null || y === null || width === 0) return
    const view = getViewport()
    const [left, top] = [x * view.zoom + view.x, y * view.zoom + view.y]
    const isSeen = left > 40 && left < width - 40 && top > 60 && top < height - 60
    if (!isSeen) void setCenter(x, y, { zoom: view.zoom, duration: 200 })
  }, [x, y, width, height, getViewport, setCenter])
  return null
}
