import { spawnSync } from 'node:child_process';

/** Whether promtool (Debian package `prometheus`) is installed here. */
export const HAS_PROMTOOL = spawnSync('promtool', ['--version']).error === undefined;

/** Name of a test that needs promtool: where it is missing, the report says what was not checked. */
export const withPromtool = (name: string): string =>
  HAS_PROMTOOL ? name : `${name} (not checked: promtool is missing)`;

/** All that promtool says, by line, and its exit code. */
export function promtool(
  args: readonly string[],
  input = '',
): { readonly code: number | null; readonly said: string[] } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  return { code: status, said: `${stdout}${stderr}`.split('\n').filter((line) => line !== '') };
}
