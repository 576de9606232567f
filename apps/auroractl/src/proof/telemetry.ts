import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { fetchText } from '../gate/fetch-text';
import { parseMetrics } from '../gate/scrape';

const INTERVAL_MS = 1000;

/** Samples /metrics of each process once a second into a file, one JSON line each time; `null` for one that does not answer. */
export class Telemetry {
  private readonly urls = new Map<string, string>();
  private readonly file: WriteStream;
  private timer: NodeJS.Timeout | undefined;
  private sampling: Promise<void> = Promise.resolve();
  private isSampling = false;

  /** @param path of the file, which is made. */
  constructor(path: string) {
    this.file = createWriteStream(path, { flags: 'a', mode: 0o600 });
    this.timer = setInterval(() => this.sample(), INTERVAL_MS);
  }

  /** @param url of its /metrics. */
  watch(name: string, url: string): void {
    this.urls.set(name, url);
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.sampling;
    this.file.end();
    await once(this.file, 'close');
  }

  /** One that does not answer in time costs a sample, and not those after it. */
  private sample(): void {
    if (this.isSampling) return;
    this.isSampling = true;
    this.sampling = this.writeSample().finally(() => (this.isSampling = false));
  }

  private async writeSample(): Promise<void> {
    const readings = [...this.urls].map(async ([name, url]) => [name, await readingOf(url)] as const);
    const line = { ts: new Date().toISOString(), ...Object.fromEntries(await Promise.all(readings)) };
    this.file.write(`${JSON.stringify(line)}\n`);
  }
}

async function readingOf(url: string): Promise<Readonly<Record<string, number | null>> | null> {
  const text = await fetchText(url);
  if (text === null) return null;
  const own = parseMetrics(text).filter(({ name }) => /^(aurora|wisescalp)_/.test(name) && !name.endsWith('_bucket'));
  return Object.fromEntries(
    own.map(({ name, labels, value }) => {
      const about = Object.entries(labels).map(([key, is]) => `${key}="${is}"`);
      return [about.length === 0 ? name : `${name}{${about.join(',')}}`, Number.isFinite(value) ? value : null];
    }),
  );
}
