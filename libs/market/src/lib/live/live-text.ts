const ENVELOPE = '{"stream":"';
const STREAM = /^\s*\{\s*"stream"\s*:\s*"([^"]*)"/;
const FIRST_UPDATE_ID = /"U":\s*(\d+)/;
const PREV_UPDATE_ID = /"pu":\s*(\d+)/;
const SNAPSHOT_ID = /"lastUpdateId":\s*(\d+)/;

// A frame is parsed by the consumer. What has to be known of it before is looked up in the text: a tenth of the cost.

/** Stream a text belongs to; `''` for an answer, a bare payload or what is no JSON. */
export function streamOf(text: string): string {
  if (text.startsWith(ENVELOPE)) {
    const end = text.indexOf('"', ENVELOPE.length);
    return end < 0 ? '' : text.slice(ENVELOPE.length, end);
  }
  return STREAM.exec(text)?.[1] ?? '';
}

/** NaN when there is none. */
export function idIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text);
  return found === null ? NaN : Number(found[1]);
}

/** Ids by which a snapshot is judged; NaN when absent. */
export interface DiffIds {
  /** `U` */
  readonly first: number;
  /** `pu` */
  readonly previous: number;
}

export const diffIds = (text: string): DiffIds => ({
  first: idIn(text, FIRST_UPDATE_ID),
  previous: idIn(text, PREV_UPDATE_ID),
});

/** NaN when the text is no depth snapshot. */
export const snapshotId = (text: string): number => idIn(text, SNAPSHOT_ID);

/** Whether a diff can be applied onto a snapshot, if not stale: `U` ≤ lastUpdateId, or it follows without a hole. */
export const reaches = (snapshotUpdateId: number, diff: DiffIds): boolean =>
  !(snapshotUpdateId < diff.first) || snapshotUpdateId === diff.previous;

/** Answer to a request on the socket; `undefined` for any other text. */
export function controlAnswer(text: string): { readonly id: number; readonly ok: boolean } | undefined {
  if (text.length > 1024 || !text.includes('"id"')) return undefined;
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof answer !== 'object' || answer === null || !('id' in answer) || typeof answer.id !== 'number')
    return undefined;
  return { id: answer.id, ok: 'result' in answer && answer.result === null };
}
