import { auroraDefinition } from './aurora-config';
import { type ConfigProblem } from './config-error';
import { checkLayer } from './load/resolve';
import { readDocument, type DocumentSource } from './load/document';

/** What is wrong with an overlay on its own, before it is put on anything; empty when it is sound. */
export function checkOverlay(overlay: DocumentSource): readonly ConfigProblem[] {
  const read = readDocument('overlay', overlay);
  return read.document === null ? read.problems : checkLayer(auroraDefinition, read.document).checked.problems;
}
