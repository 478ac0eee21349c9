import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { RouterProvider } from 'react-router'
import { queryClient } from '../api/queryClient'
import { KindsContext, withKindsOfPlugins } from '../fields/kinds'
import { KINDS } from '../fields/registry'
import { ThemeProvider } from './ThemeProvider'
import { router } from './router'

const kinds = withKindsOfPlugins(KINDS)

export function Root() {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <KindsContext value={kinds}>
          <ThemeProvider>
            <RouterProvider router={router} />
          </ThemeProvider>
        </KindsContext>
      </QueryClientProvider>
    </StrictMode>
  )
}
