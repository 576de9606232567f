const TIMEOUT_MS = 2000;

/** The body of a 200 answer; `null` when there is none in time, for when that is what is measured. */
export async function fetchText(url: string, withinMs = TIMEOUT_MS): Promise<string | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(withinMs) });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null; // whether it answers is the question
  }
}
