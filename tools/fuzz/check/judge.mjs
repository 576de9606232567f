// Judges one answer against everything that is promised of every answer.
import { ROOT } from '../../run/bootstrap.mjs';

const ROOT_TEXT = ROOT.replace(/\/$/, '');
/** Traces of the inside: stack frames, folders, what stands in files. */
const INSIDE = new RegExp(
  `node_modules|\\.[jt]s:\\d+|\\bat [\\w.<>]+ \\(|file://|/dist/|node:internal|${ROOT_TEXT.replaceAll('/', '\\/')}|/tmp/aurora-|root:x:0`,
);

/**
 * @param secret text that stands in every token; no answer may have it.
 * @returns `(expectation, answer, request) => problem | null`, where an expectation is `{ operation | null, statuses | null,
 *   authorised, mark?, body? }`: without `operation` or `statuses` anything well-formed below 500 will do.
 */
export function judgeWith({ secret, errorProblems }) {
  const secretBytes = Buffer.from(secret);
  return (expectation, answer, request) => {
    const { operation, statuses, authorised, mark } = expectation;
    const { status, headers, body } = answer;
    if (status >= 500) return `status ${status}`;
    if (statuses !== null && !statuses.includes(status)) return `status ${status} instead of ${statuses.join(' or ')}`;
    if (status < 400 && !authorised && operation?.wants != null) return `status ${status} without the right token`;
    if (body.includes(secretBytes) || [...headers.values()].some((value) => value.includes(secret)))
      return 'a token in the answer';
    const isJson = headers.get('content-type')?.startsWith('application/json') ?? false;
    if (
      status >= 400 &&
      !isJson &&
      !expectation.bodyless &&
      body.length + Number(headers.get('content-length') ?? 0) > 0
    )
      return `an error as ${headers.get('content-type')}`;
    if (status === 429 && !/^\d+$/.test(headers.get('retry-after') ?? '')) return 'a 429 without Retry-After';
    if (!isJson || body.length === 0) return null;
    if (headers.get('content-type') !== 'application/json; charset=utf-8')
      return `JSON as ${headers.get('content-type')}`;
    return problemOfJson(expectation, status, body, request, mark);
  };

  function problemOfJson({ operation, sent, anything = false }, status, body, request, mark) {
    const text = body.toString('utf8');
    let value;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return `the answer is no JSON: ${error.message}`;
    }
    const inside = INSIDE.exec(text)?.[0];
    if (inside !== undefined && !request.includes(inside)) return `the answer tells of the inside: ${inside}`;
    const problem = problemOfShape(operation?.answers.get(status), status, value, anything);
    if (problem !== null) return `the answer is not of its shape: ${problem}`;
    if (mark !== undefined && status === 200 && !text.includes(mark))
      return `the answer belongs to another request, not ${mark}`;
    return !anything && operation?.id === 'post /pretrade/check' && status === 200
      ? decisionProblem(value, sent)
      : null;
  }

  /** A path that is written oddly may or may not be the route it looks like. */
  function problemOfShape(documented, status, value, anything) {
    const problem = documented === undefined ? null : documented.problems(value);
    if (documented !== undefined && (problem === null || !anything)) return problem;
    return status >= 400 ? errorProblems(value) : null;
  }
}

/** What holds for every decision, whatever was asked. */
function decisionProblem({ allow, max_qty, reason, observability: { gate_state } }, sent) {
  if (allow !== (gate_state === 'PASS')) return `allow ${allow} with gate_state ${gate_state}`;
  if (allow !== (reason === 'ok')) return `allow ${allow} with reason ${reason}`;
  if (!allow) return max_qty === 0 ? null : `denied with max_qty ${max_qty}`;
  const { qty } = JSON.parse(sent.toString('utf8')).order;
  return max_qty <= qty ? null : `max_qty ${max_qty} of ${qty}`;
}
