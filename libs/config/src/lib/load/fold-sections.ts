import { type ConfigProblem } from '../config-error';
import { homeOf, ONE_SECTION, type ConfigSchema } from '../schema/compose-schema';
import { type SourceDocument } from './document';

/** A document in which every key stands under the section that declares it, and the paths as they were written. */
export interface FoldedDocument {
  readonly value: Readonly<Record<string, unknown>>;
  readonly writtenPath: (segments: readonly string[]) => readonly string[];
  readonly problems: readonly ConfigProblem[];
  /** Home paths of the keys that were given twice with different values. */
  readonly contradicted: readonly string[];
}

/**
 * Brings `guards` and `gates` together: they are one section. A key given under both with equal values counts once; with
 * different values it is a problem. An empty section (`guards:` with nothing below) is one without keys.
 */
export function foldSections(schema: ConfigSchema, document: SourceDocument): FoldedDocument {
  const value: Record<string, unknown> = {};
  const written = new Map<string, readonly string[]>();
  const problems: ConfigProblem[] = [];
  const contradicted: string[] = [];
  for (const [section, content] of Object.entries(document.value)) {
    const isTwin = (ONE_SECTION as readonly string[]).includes(section);
    if (content === null && (isTwin || schema.json.properties?.[section]?.properties)) continue;
    if (!isTwin || !isPlainObject(content)) {
      assign(value, section, content);
      continue;
    }
    for (const [key, inner] of Object.entries(content)) {
      const home = homeOf(schema, section, key);
      const target = (value[home] ??= {}) as Record<string, unknown>;
      const other = written.get(`${home}.${key}`);
      if (other && JSON.stringify(target[key]) !== JSON.stringify(inner)) {
        problems.push(contradiction(document, other, [section, key]));
        contradicted.push(`${home}.${key}`);
      }
      assign(target, key, inner);
      written.set(`${home}.${key}`, [section, key]);
    }
  }
  const writtenPath = (segments: readonly string[]) => {
    const head = written.get(segments.slice(0, 2).join('.'));
    return head ? [...head, ...segments.slice(2)] : segments;
  };
  return { value, writtenPath, problems, contradicted };
}

const contradiction = (document: SourceDocument, one: readonly string[], other: readonly string[]): ConfigProblem => ({
  path: other.join('.'),
  message: `is given differently as ${one.join('.')} (${document.whereIs(one)}); guards and gates are one section`,
  source: document.source,
  where: document.whereIs(other),
});

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A key named `__proto__` must stay a key, to be refused as an unknown one. */
const assign = (target: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
};
