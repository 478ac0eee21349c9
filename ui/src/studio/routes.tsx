import type { RouteObject } from 'react-router'

/** Paths below `/studio`. */
export const studioRoutes: RouteObject[] = []
