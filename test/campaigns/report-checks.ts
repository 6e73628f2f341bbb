/** Says of each thing whether it holds, and at the end "N passed, N failed"; the process ends with 1 where one did not. */
export const reportChecks = (checks: readonly (readonly [what: string, holds: boolean])[]): void => {
  for (const [what, holds] of checks) process.stdout.write(`${holds ? 'ok  ' : 'FAIL'} ${what}\n`)
  const failed = checks.filter(([, holds]) => !holds).length
  process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`)
  if (failed > 0) process.exitCode = 1
}
