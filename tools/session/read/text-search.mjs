// One grep: which events of a log hold a text, whatever their fields are called.
import { readEvents } from '@aurora/events/node';

/** @returns for each text the codes of the events whose line holds it as a JSON text of its own. */
export async function grep(folder, texts) {
  const found = new Map(texts.map((text) => [text, new Set()]));
  for await (const { record, line } of readEvents(folder, { onBadLine: () => undefined })) {
    for (const text of texts) if (line.includes(`"${text}"`)) found.get(text).add(record.eventCode);
  }
  return found;
}
