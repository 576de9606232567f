import { parse } from 'dotenv';

/** One assignment of a `.env` text: which characters it takes, and where its value stands in them. */
interface Assignment {
  readonly name: string;
  /** From the beginning of its line to behind its line break. */
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

const ASSIGNMENT = /[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*(?:=|:[ \t])[ \t]*/y;
const LINE_BREAK = /\r\n|\r|\n/g;

/** The assignments of a `.env` text in order. A value in quotes may go over several lines: what stands in it assigns nothing. */
function assignmentsOf(text: string): Assignment[] {
  const found: Assignment[] = [];
  for (let start = 0; start < text.length;) {
    ASSIGNMENT.lastIndex = start;
    const head = ASSIGNMENT.exec(text);
    const valueStart = head === null ? start : ASSIGNMENT.lastIndex;
    const valueEnd = head === null ? start : endOfValue(text, valueStart);
    const end = endOfLine(text, valueEnd);
    if (head !== null) found.push({ name: head[1]!, start, end, valueStart, valueEnd });
    start = end;
  }
  return found;
}

/** Behind the closing quote where there is one, else before the comment and the blanks in front of it. */
function endOfValue(text: string, start: number): number {
  const quote = text[start];
  if (quote === '"' || quote === "'" || quote === '`') {
    for (let at = start + 1; at < text.length; at++) {
      if (text[at] === '\\') at++;
      else if (text[at] === quote) return at + 1;
    }
  }
  const [value = ''] = /^[^#\r\n]*/.exec(text.slice(start)) ?? [];
  return start + value.trimEnd().length;
}

/** Behind the line break that follows, or at the end. */
function endOfLine(text: string, from: number): number {
  LINE_BREAK.lastIndex = from;
  return LINE_BREAK.exec(text) === null ? text.length : LINE_BREAK.lastIndex;
}

/** Texts that keep every byte, whatever it is: the bytes of a file as one character each. */
const asBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const asText = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/**
 * A `.env` file in which some names have other values, or, where the value is null, are gone. Every other byte stays as it
 * is; a name that was not there is added at the end. Throws a `RangeError` on a value that cannot stand in such a file, and
 * when the file is one that this does not understand: then nothing may be written.
 */
export function withValues(file: Buffer, values: Readonly<Record<string, string | null>>): Buffer {
  let text = file.toString('latin1');
  for (const [name, value] of Object.entries(values)) text = withValue(text, name, value);
  const wanted: Record<string, string> = { ...parse(file) };
  for (const [name, value] of Object.entries(values)) {
    if (value === null) delete wanted[name];
    else wanted[name] = value;
  }
  const got = parse(asText(text));
  if (JSON.stringify(Object.entries(got).sort()) !== JSON.stringify(Object.entries(wanted).sort()))
    throw new RangeError('it is written in a way that cannot be edited safely');
  return Buffer.from(text, 'latin1');
}

function withValue(text: string, name: string, value: string | null): string {
  const present = assignmentsOf(text).filter((one) => one.name === name);
  if (value === null)
    return present.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  const last = present.at(-1);
  if (last) return text.slice(0, last.valueStart) + asBytes(quoted(value)) + text.slice(last.valueEnd);
  const lineBreak = /\r\n/.test(text) ? '\r\n' : '\n';
  const gap = text === '' || /[\r\n]$/.test(text) ? '' : lineBreak;
  return `${text}${gap}${name}=${asBytes(quoted(value))}${lineBreak}`;
}

function quoted(value: string): string {
  if (/^[\w./@:+-]+$/.test(value)) return value;
  const quote = ["'", '`', '"'].find((one) => !value.includes(one));
  if (quote === undefined || /[\r\n\\]/.test(value)) throw new RangeError(`${value} cannot stand in it`);
  return quote + value + quote;
}
