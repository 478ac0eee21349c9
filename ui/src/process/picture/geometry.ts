/** Ways with round corners, and what is near. */
import type { PlacedSlot } from './layout'

/** A way with rounded corners. */
export function pathOf(points: readonly [number, number][], radius = 8): string {
  return points
    .map(([x, y], index) => {
      const [before, next] = [points[index - 1], points[index + 1]]
      if (!before) return `M${x},${y}`
      if (!next) return `L${x},${y}`
      const [ax, ay] = towards([x, y], before, radius)
      const [bx, by] = towards([x, y], next, radius)
      return `L${ax},${ay} Q${x},${y} ${bx},${by}`
    })
    .join(' ')
}

/** The point on the way from `at` to `to`, no farther than half of it. */
function towards(at: [number, number], to: [number, number], radius: number): [number, number] {
  const [dx, dy] = [to[0] - at[0], to[1] - at[1]]
  const length = Math.hypot(dx, dy)
  const share = length === 0 ? 0 : Math.min(radius, length / 2) / length
  return [at[0] + dx * share, at[1] + dy * share]
}

/** The slot nearest to a point, if one is near enough. */
export function slotNear(slots: readonly PlacedSlot[], x: number, y: number, reach = 110): PlacedSlot | null {
  const byDistance = slots
    .map((slot) => ({ slot, far: Math.hypot(slot.x - x, slot.y - y) }))
    .sort((a, b) => a.far - b.far)
  const nearest = byDistance[0]
  return nearest && nearest.far <= reach ? nearest.slot : null
}
