/** An answer of the venue's REST interface. */
export interface VenueAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  /** What the request cost of the weight limit. */
  readonly weight: number;
}

export const ok = (body: unknown, weight: number): VenueAnswer => ({ status: 200, body: JSON.stringify(body), weight });

/** The venue's shape of an error. */
export const fault = (status: number, code: number, msg: string, weight = 0): VenueAnswer => ({
  status,
  body: JSON.stringify({ code, msg }),
  weight,
});
