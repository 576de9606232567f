import { type TestApi } from '../api.fixture';

/** Every sample of `GET /metrics` by its name and labels as they stand. */
export async function scrape(api: TestApi): Promise<Map<string, number>> {
  const { text } = await api.get('/metrics');
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

/** Values that a label has in a scrape. */
export const valuesOf = (samples: ReadonlyMap<string, number>, label: string): string[] => [
  ...new Set([...samples.keys()].flatMap((key) => new RegExp(`\\b${label}="([^"]*)"`).exec(key)?.[1] ?? [])),
];
