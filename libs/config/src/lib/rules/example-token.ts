/** Parts of texts that stand where a token should: no key is left when they are taken out. */
const WORDS =
  /aurora|secret|token|password|passwd|admin|operator|ops|api|auth|key|live|production|prod|test|demo|dev|local|default|dummy|sample|the|your|my|here|with|and|for|at|least|please|characters|chars|char|long/g;
const COUNTING = /0?1234?5?6?7?8?9?0?/g;
const MARKERS =
  /change_?me|example|placeholder|replace_?me|replace_?this|fill_?me|fill_?in|insert_?here|your_?token|your_?secret/;

/** Characters that must be left of a token once common words are taken out. */
const LEAST_UNCOMMON = 4;
/** A token that uses fewer different characters than this was typed by holding keys down. */
const LEAST_DIFFERENT = 6;

/**
 * True for a text that was never meant to be a token: `changeme`, `<your-token-here>`, `ops-token-1234`, one character or
 * one short pattern over and over, a run along the alphabet or the digits. Random tokens are not.
 */
export function isExampleToken(token: string): boolean {
  const lower = token.toLowerCase();
  if (MARKERS.test(lower.replace(/[^a-z0-9]+/g, '_'))) return true;
  const bare = lower.replace(/[^a-z0-9]/g, '');
  if (new Set(lower).size < LEAST_DIFFERENT) return true;
  if (bare.replace(COUNTING, '').replace(WORDS, '').length < LEAST_UNCOMMON) return true;
  return /^(.{1,8})\1{2,}(.{0,7})$/.test(lower) || isRun(bare);
}

/** Nine in ten neighbours are equal or next to each other in the alphabet. */
function isRun(text: string): boolean {
  let close = 0;
  for (let i = 1; i < text.length; i += 1) {
    if (Math.abs(text.charCodeAt(i) - text.charCodeAt(i - 1)) <= 1) close += 1;
  }
  return close >= (text.length - 1) * 0.9;
}
