/** Whether a line is of the legacy schema (`ts, level, category, code, ctx`), which new code never writes. */
export function isLegacy(line: string): boolean {
  // Told without parsing: nearly no line is.
  if (!line.includes('"code"') || line.startsWith('{"ts_ns":')) return false;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'ts' in value && 'code' in value && !('ts_ns' in value);
  } catch {
    return false;
  }
}
