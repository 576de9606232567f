import type { PosttradeRequest, PretradeCheckRequest } from '@aurora/contracts';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createHistogram } from 'node:perf_hooks';
import { Pool } from 'undici';
import { RUNNER_OPTIONS, type RunnerOptions } from '../runner-options';
import { readGateAnswer, type GateAnswer } from './gate-answer';

/** Why a request brought no usable answer. */
export type GateFailure = 'timeout' | 'unreachable' | 'bad_status' | 'bad_answer';

/**
 * The gate over HTTP. One connection kept alive: it sees the requests one after the other in the order in which the
 * runner made them, so that a replay asks it the same questions in the same order.
 */
@Injectable()
export class GateService implements OnApplicationShutdown {
  /** Time from sending to answer, µs. */
  readonly latencyUs = createHistogram();
  readonly failures = new Map<GateFailure, number>();
  private readonly pool: Pool;
  private readonly headers: Record<string, string>;

  constructor(@Inject(RUNNER_OPTIONS) private readonly options: RunnerOptions) {
    this.pool = new Pool(options.apiUrl, { connections: 1, pipelining: 1 });
    this.headers = {
      'content-type': 'application/json',
      ...(options.apiToken !== undefined && { 'x-auth-token': options.apiToken }),
    };
  }

  /** Asks for a decision; `undefined` when there is none, whatever the cause, which is counted. */
  async check(request: PretradeCheckRequest): Promise<GateAnswer | undefined> {
    const startedNs = process.hrtime.bigint();
    const body = await this.post('/pretrade/check', request);
    if (body === undefined) return undefined;
    this.latencyUs.record(Math.max(1, Number((process.hrtime.bigint() - startedNs) / 1000n)));
    const answer = readGateAnswer(body);
    if (answer === undefined) this.fail('bad_answer');
    return answer;
  }

  /**
   * Reports an outcome. A report that failed is sent once more: the gate takes repeats of one order's terminal status
   * once. Returns whether it arrived.
   */
  async report(outcome: PosttradeRequest): Promise<boolean> {
    return (
      (await this.post('/posttrade/log', outcome)) !== undefined ||
      (await this.post('/posttrade/log', outcome)) !== undefined
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }

  private async post(path: string, body: object): Promise<unknown> {
    const signal = AbortSignal.timeout(this.options.requestTimeoutMs);
    try {
      const response = await this.pool.request({
        method: 'POST',
        path,
        headers: this.headers,
        body: JSON.stringify(body),
        signal,
      });
      const text = await response.body.text();
      if (response.statusCode !== 200) return this.fail('bad_status');
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof SyntaxError) return this.fail('bad_answer');
      return this.fail(signal.aborted ? 'timeout' : 'unreachable');
    }
  }

  private fail(why: GateFailure): undefined {
    this.failures.set(why, (this.failures.get(why) ?? 0) + 1);
  }
}
