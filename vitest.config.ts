import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    // As many processes as the machine has cores; the default leaves one of them free.
    maxWorkers: '100%',
    // Each process runs many files and loads the packages once: loading them anew took as long as a fifth of all tests. No module has state that outlives a test.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for comes; on a busy machine it may take longer than a second.
    expect: { poll: { timeout: 30_000 } },
  },
})
