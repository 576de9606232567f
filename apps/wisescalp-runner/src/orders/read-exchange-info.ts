import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findRoot } from '@aurora/config/node';
import { readVenueFilters, type VenueFilters } from '@aurora/execution';
import { request } from 'undici';
import type { RunnerOptions } from '../runner-options';

/** Filters of a venue that is not there to be asked, as it published them. */
const SHIPPED = 'configs/venue/binance-usdm.json';
const TIMEOUT_MS = 10_000;

/** The venue's order filters of the symbols traded. Rejects when a symbol has none. */
export async function readFilters({
  exchangeInfo,
  source,
  symbols,
}: Pick<RunnerOptions, 'exchangeInfo' | 'source' | 'symbols'>): Promise<ReadonlyMap<string, VenueFilters>> {
  if (exchangeInfo === undefined && source.kind === 'live') {
    const url = new URL('/fapi/v1/exchangeInfo', source.restUrl);
    const { statusCode, body } = await request(url, { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`);
    return readVenueFilters(JSON.parse(text), symbols);
  }
  const file = exchangeInfo ?? join(findRoot(process.cwd()) ?? findRoot(__dirname) ?? '.', SHIPPED);
  try {
    return readVenueFilters(JSON.parse(await readFile(file, 'utf8')), symbols);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}; name another with --exchange-info`, { cause: error });
  }
}
