import { get } from '../load/http-text.mjs';

const SCRAPERS = 8;
const SECONDS = 5;

/** Scrapers without a pause, each scrape as if from another machine, so that no limit protects the service. */
export const hardScraping = {
  name: 'hard scraping',
  async run(tools) {
    const untilMs = Date.now() + Math.max(0.7, SECONDS * tools.scale) * 1000;
    let scrapes = 0;
    await tools.many(SCRAPERS, SCRAPERS, async () => {
      while (Date.now() < untilMs) {
        const { status, text } = await tools.raw('GET /metrics', get('/metrics'), [200]);
        scrapes++;
        if (status === 200 && !text.includes('aurora_pretrade_decisions_total')) tools.complain('empty metrics');
      }
    });
    return `${scrapes} scrapes by ${SCRAPERS} at once`;
  },
};
