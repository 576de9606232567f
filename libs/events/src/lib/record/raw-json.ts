import { detailsToJson } from './details-to-json';

/** Details that are serialised already, so that the decision path serialises once. Its text is one line holding one JSON object. */
export class RawJson {
  private constructor(readonly text: string) {}

  /** Takes a text as it is, but for white space around it. Throws a `SyntaxError` when it is no `{…}` or would break the line; the inside is the caller's word. */
  static from(json: string): RawJson {
    const text = json.trim();
    if (!text.startsWith('{') || !text.endsWith('}') || text.includes('\n') || text.includes('\r'))
      throw new SyntaxError('raw details must be one JSON object on one line');
    return new RawJson(text);
  }

  /** Serialises now. Throws a `TypeError` naming the path of a number that is not finite. */
  static of(details: object): RawJson {
    return new RawJson(detailsToJson(details));
  }

  /** An object of numbers and of members that are JSON already, which are not looked through again. Throws a `TypeError` naming a number that is not finite. */
  static ofMembers(members: Readonly<Record<string, number | RawJson>>): RawJson {
    let text = '';
    for (const name in members) {
      const member = members[name]!;
      if (typeof member === 'number' && !Number.isFinite(member))
        throw new TypeError(`${name} is not a finite number: ${member}`);
      text += `${text === '' ? '' : ','}"${name}":${typeof member === 'number' ? member : member.text}`;
    }
    return new RawJson(`{${text}}`);
  }
}
