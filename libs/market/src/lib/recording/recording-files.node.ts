import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** `btcusdt_20240718.gz`: the symbol, then the date by which a symbol's files follow each other. */
const SYMBOL_FILE = /^([a-z0-9]+)_\d{8}.*$/i;
/** `BINANCE_FUTURES.ws.1.0.gz`: a capture of the connections of one venue. */
const CAPTURE_FILE = /^BINANCE_FUTURES[.-].*$/;

/** The recording files of a folder by symbol (upper case), each symbol's in order of date. */
export async function recordingFiles(folder: string): Promise<Map<string, string[]>> {
  const bySymbol = new Map<string, string[]>();
  for (const name of (await readdir(folder)).sort()) {
    const symbol = SYMBOL_FILE.exec(name)?.[1]?.toUpperCase();
    if (symbol === undefined) continue;
    bySymbol.set(symbol, [...(bySymbol.get(symbol) ?? []), join(folder, name)]);
  }
  return bySymbol;
}

/** The files of a folder that hold a venue's connections with many symbols in each, as cryptofeed names them. */
export async function captureFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => CAPTURE_FILE.test(name));
  return names.sort().map((name) => join(folder, name));
}
