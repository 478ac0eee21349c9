import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const SERVER = process.env['ODOS_SERVER'] ?? 'http://127.0.0.1:8000'

/** Libraries that change rarely travel in chunks of their own, so that a release keeps them in the browser's cache. */
const CHUNKS = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|react-router|scheduler)[\\/]/ },
  { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component|rc-[^\\/]+)[\\/]/ },
  { name: 'vendor', test: /node_modules[\\/](@tanstack|i18next|react-i18next|dayjs)[\\/]/ },
]

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      '/api': { target: SERVER, changeOrigin: false },
      '/readyz': { target: SERVER, changeOrigin: false },
    },
  },
  build: {
    chunkSizeWarningLimit: 1600,
    rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/shared/testing/setup.ts'],
    css: false,
    testTimeout: 60_000, // on a busy machine
  },
})
