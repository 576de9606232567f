import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { type ConfigProblem, type ConfigSource } from '../config-error';

/** A partial configuration: YAML text with its file name, or a value that was parsed elsewhere (an overlay sent as JSON). */
export type DocumentSource =
  { readonly text: string; readonly file: string } | { readonly value: unknown; readonly file: string };

/** A mapping of sections that was read, and where each key stands. */
export interface SourceDocument {
  readonly source: ConfigSource;
  readonly value: Readonly<Record<string, unknown>>;
  readonly whereIs: (segments: readonly string[]) => string;
}

/** What reading gave: a document, or the reasons why there is none. */
export type ReadDocument =
  | { readonly document: SourceDocument; readonly problems: readonly [] }
  | { readonly document: null; readonly problems: readonly ConfigProblem[] };

/**
 * Reads YAML 1.2 with the core schema: `no`, `off` and `1_000` stay texts, only `true` and `false` are switches.
 * Broken syntax, a key given twice, an unknown tag or several documents are problems with file, line and column.
 * An empty document is one without keys.
 */
export function readDocument(source: ConfigSource, input: DocumentSource): ReadDocument {
  const { file } = input;
  if (!('text' in input)) return asDocument(source, input.value, file, () => file);

  const lines = new LineCounter();
  const yaml = parseDocument(input.text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    // Its excerpts of the file could show a token.
    prettyErrors: false,
    lineCounter: lines,
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const broken = [...yaml.errors, ...yaml.warnings].map(({ message, pos }) =>
    problem(source, withoutText(message), at(pos[0])),
  );
  if (broken.length > 0) return { document: null, problems: broken };
  try {
    return asDocument(source, yaml.toJS(), file, (segments) => positionOf(yaml, segments, at) ?? file);
  } catch (error) {
    return { document: null, problems: [problem(source, withoutText((error as Error).message), file)] };
  }
}

function asDocument(
  source: ConfigSource,
  value: unknown,
  file: string,
  whereIs: (segments: readonly string[]) => string,
): ReadDocument {
  if (value === null || value === undefined) return { document: { source, value: {}, whereIs }, problems: [] };
  if (typeof value !== 'object' || Array.isArray(value)) {
    return { document: null, problems: [problem(source, 'must be a mapping of sections', file)] };
  }
  return { document: { source, value: value as Record<string, unknown>, whereIs }, problems: [] };
}

/** What the parser repeats of the file: a token that begins with `*`, `!` or `|` reads as an alias, a tag or a block. */
const REPEATED =
  /^(Unresolved tag|Unresolved alias[^:]*|Not a YAML token|Block scalar header includes extra characters|Invalid escape sequence|Unexpected \S+ token in YAML \w+)\b.*$/s;

const withoutText = (message: string): string => message.replace(REPEATED, '$1');

const problem = (source: ConfigSource, message: string, where: string): ConfigProblem => ({
  path: '(file)',
  message,
  source,
  where,
});

/** Position of the deepest key of a path that the document has. */
function positionOf(yaml: Document, segments: readonly string[], at: (offset: number) => string): string | undefined {
  let node: unknown = yaml.contents;
  let position: string | undefined;
  for (const segment of segments) {
    if (!isMap(node)) break;
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
    if (!pair) break;
    if (isScalar(pair.key) && pair.key.range) position = at(pair.key.range[0]);
    node = pair.value;
  }
  return position;
}
