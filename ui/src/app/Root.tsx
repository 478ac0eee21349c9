import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { RouterProvider } from 'react-router'
import { queryClient } from '../api/queryClient'
import { KindsContext } from '../fields/kinds'
import { KINDS } from '../fields/registry'
import { ThemeProvider } from './ThemeProvider'
import { router } from './router'

export function Root() {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <KindsContext value={KINDS}>
          <ThemeProvider>
            <RouterProvider router={router} />
          </ThemeProvider>
        </KindsContext>
      </QueryClientProvider>
    </StrictMode>
  )
}
