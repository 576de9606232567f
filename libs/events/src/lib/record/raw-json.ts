import { detailsToJson } from './details-to-json';

/** Details that are serialised already, so that the decision path serialises once. Its text is one line holding one JSON object. */
export class RawJson {
  /** Takes the text as it is. Throws a `SyntaxError` when it is no `{…}` or would break the line; the inside is the caller's word. */
  constructor(readonly text: string) {
    if (!text.startsWith('{') || !text.endsWith('}') || text.includes('\n'))
      throw new SyntaxError('raw details must be one JSON object on one line');
  }

  /** Serialises now. Throws a `TypeError` naming the path of a number that is not finite. */
  static of(details: object): RawJson {
    return new RawJson(detailsToJson(details));
  }
}
