// Tables in documents that a script writes anew: they stand between two marks that name them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from '../run/bootstrap.mjs';

/** Replaces what stands between `<!-- measured NAME: begin -->` and `<!-- measured NAME: end -->` of a document. */
export async function writeMeasured(document, name, markdown) {
  const file = join(ROOT, document);
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- measured ${name}: begin -->`, `<!-- measured ${name}: end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${document} has no place for what was measured of "${name}"`);
  const written = `${text.slice(0, from)}${begin}\n\n${markdown}\n\n${text.slice(to)}`;
  writeFileSync(file, await format(written, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
