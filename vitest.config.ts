import { defineConfig } from 'vitest/config'

const conditions = ['otp-sup-source', 'node', 'import', 'module', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts', 'packages/*/src/**/*.test.ts'],
    reporters: ['default', './test/plain-line-reporter.ts'],
    pool: 'forks', // tests send signals and read the process table: threads would share both
    maxWorkers: 2,
    setupFiles: ['./test/support/own-run-directory.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['packages/strategies/src/**/*.ts', 'packages/core/src/**/*.ts'],
      exclude: ['**/*.test.ts', 'packages/core/src/ports/**'],
      reporter: ['text-summary', 'html'],
      thresholds: {
        'packages/strategies/src/**': { branches: 100 },
        'packages/core/src/decide/**': { branches: 100 },
        'packages/core/src/**': { lines: 90 },
      },
    },
  },
})
