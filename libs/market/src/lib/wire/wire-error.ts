/** Why a frame could not be read. */
export type WireErrorReason = 'not_json' | 'not_an_object' | 'missing_field' | 'bad_number' | 'bad_levels' | 'bad_line';

/** A frame that is no valid message of the venue. `field` names the wire field at fault, `''` when it is the whole text. */
export class WireError extends Error {
  constructor(
    readonly reason: WireErrorReason,
    readonly field: string,
  ) {
    super(field === '' ? reason : `${reason}: ${field}`);
    this.name = 'WireError';
  }
}
