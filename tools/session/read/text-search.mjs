// One grep: which events of a folder's log hold a text, whatever their fields are called.
import { readEvents } from '@aurora/events/node';

/** @returns for each text the codes of the events whose line holds it, in order, with the symbol of each. */
export async function grep(folders, texts) {
  const found = new Map(texts.map((text) => [text, []]));
  for (const folder of folders) {
    for await (const { record, line } of readEvents(folder, { onBadLine: () => undefined })) {
      for (const text of texts) {
        if (line.includes(text)) found.get(text).push({ code: record.eventCode, symbol: record.symbol });
      }
    }
  }
  return found;
}
