import { defineConfig } from 'vitest/config'

const built = ['**/node_modules/**', 'dist/**']
const long = 'test/long/**/*.test.ts'
const web = 'test/web/**/*.test.ts'

export default defineConfig({
  test: {
    // As many processes as the machine has cores; the default leaves one of them free.
    maxWorkers: '100%',
    // Each process runs many files and loads the packages once: loading them anew took as long as a fifth of all tests. No module has state that outlives a test.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'tests', include: ['test/**/*.test.ts'], exclude: [...built, long, web] } },
      // Processes that are killed, ten thousand at a time, the image.
      { extends: true, test: { name: 'long', include: [long], exclude: built } },
      // The dashboard, most of it in Chromium.
      { extends: true, test: { name: 'web', include: [web], exclude: built } },
    ],
  },
})
