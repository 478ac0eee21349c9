import { QueryClient, QueryClientProvider, useSuspenseQuery } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { Suspense } from 'react'
import { expect, it } from 'vitest'
import { Drawer } from './Drawer'

let arrive: (words: string) => void = () => undefined

function Awaiting() {
  const queryFn = () => new Promise<string>((resolve) => (arrive = resolve))
  return <p>{useSuspenseQuery({ queryKey: ['words'], queryFn }).data}</p>
}

function Page({ isOpen }: { isOpen: boolean }) {
  return (
    <Suspense fallback="gone">
      <p>The page below</p>
      {isOpen && (
        <Drawer open title="Panel">
          <Awaiting />
        </Drawer>
      )}
    </Suspense>
  )
}

it('leaves the page on the screen while it waits for what it shows', async () => {
  const client = new QueryClient()
  const showing = (isOpen: boolean) => (
    <QueryClientProvider client={client}>
      <Page isOpen={isOpen} />
    </QueryClientProvider>
  )
  const { rerender } = render(showing(false))
  rerender(showing(true))
  expect(screen.getByText('The page below')).toBeVisible()
  expect(screen.getByRole('dialog')).toBeInTheDocument()
  arrive('Here it is')
  expect(await screen.findByText('Here it is')).toBeInTheDocument()
})
