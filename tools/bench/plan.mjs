// How long everything is measured.

/** `full` for the document, `quick` to see where one stands, `tiny` to see that the bench itself works. `share` is that of the calls. */
export const PLANS = {
  full: {
    inProcess: { rounds: 9, share: 1 },
    startUps: 5,
    market: { rounds: 9, passes: 3 },
    events: { megabytes: 1024, rounds: 3 },
    replay: { decisions: 60_000, rounds: 7 },
    http: { warmUpMs: 4000, rounds: 13, fewRounds: 5, roundMs: 1000, fixedRounds: 3, fixedRoundMs: 6000 },
    flame: { warmUpMs: 5000, ms: 10_000 },
  },
  quick: {
    inProcess: { rounds: 3, share: 1 },
    startUps: 2,
    market: { rounds: 3, passes: 2 },
    events: { megabytes: 256, rounds: 2 },
    replay: { decisions: 20_000, rounds: 3 },
    http: { warmUpMs: 1500, rounds: 3, fewRounds: 1, roundMs: 700, fixedRounds: 1, fixedRoundMs: 3000 },
    flame: { warmUpMs: 2000, ms: 3000 },
  },
  tiny: {
    inProcess: { rounds: 1, share: 0.02 },
    startUps: 1,
    market: { rounds: 1, passes: 1 },
    events: { megabytes: 4, rounds: 1 },
    replay: { decisions: 300, rounds: 1 },
    http: { warmUpMs: 50, rounds: 1, fewRounds: 1, roundMs: 100, fixedRounds: 1, fixedRoundMs: 300 },
    flame: { warmUpMs: 200, ms: 500 },
  },
};
