import { InvalidArgumentError, Option } from 'commander';

const DURATION_UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `500ms`, `20s`, `5m`, `1h`, `7d` in ms; a bare number is seconds. */
export function durationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text);
  if (match === null) throw new InvalidArgumentError('must be a duration such as 500ms, 20s, 5m, 1h.');
  return Number(match[1]) * DURATION_UNITS[match[2] ?? 's']!;
}

/** An option that is a duration, in ms, whose default is shown as it would be given. */
export const durationOption = (flags: string, description: string, byDefault: string): Option =>
  new Option(flags, description).argParser(durationMs).default(durationMs(byDefault), byDefault);

/** A finite number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('must be a number above 0.');
  return value;
}

/** A finite number from `least` to `most`, both included. */
export const numberFrom =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= most))
      throw new InvalidArgumentError(`must be a number from ${least} to ${most}.`);
    return value;
  };

/** An integer from `least` to `most`, both included. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`must be a whole number from ${least} to ${most}.`);
    return value;
  };

/** Comma-separated parts without the blanks around them. */
export const list = (text: string): string[] => text.split(',').map((part) => part.trim());

/** Comma-separated symbols in capitals. */
export const symbolList = (text: string): string[] => list(text.toUpperCase()).filter(Boolean);

/** The origin of an http(s) URL. */
export function httpUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) throw new InvalidArgumentError('must be an http(s) URL.');
  return new URL(text).origin;
}

/** A ws(s) URL without slashes at its end. */
export function webSocketUrl(text: string): string {
  if (!URL.canParse(text) || !/^wss?:/.test(text)) throw new InvalidArgumentError('must be a ws(s) URL.');
  return text.replace(/\/+$/, '');
}
