import type { Ms } from '@aurora/kernel';

const PATTERN = /^(\d{8}T\d{6}Z)-(\d{4,})$/;

/**
 * Version of the next model: the UTC second and a running number, `20260122T101500Z-0007`. Never sorts before the previous
 * one, even when time went back; any other version counts as none. The number has four digits up to 9999 and then more.
 */
export function nextModelVersion(nowMs: Ms, previous: string): string {
  const stamp = `${new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const [, before = '', number = '0'] = PATTERN.exec(previous) ?? [];
  return `${stamp > before ? stamp : before}-${String(Number(number) + 1).padStart(4, '0')}`;
}
