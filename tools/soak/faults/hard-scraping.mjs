import { get } from '../load/http-text.mjs';

const SCRAPERS = 8;
const SECONDS = 5;

/** Scrapers without a pause; beyond 60 a second from one address they are told to wait. */
export const hardScraping = {
  name: 'hard scraping',
  async run(tools) {
    const untilMs = Date.now() + Math.max(0.7, SECONDS * tools.scale) * 1000;
    let scrapes = 0;
    await tools.many(SCRAPERS, SCRAPERS, async () => {
      while (Date.now() < untilMs) {
        const { status, text } = await tools.raw('GET /metrics', get('/metrics'), [200, 429]);
        scrapes++;
        if (status === 200 && !text.includes('aurora_pretrade_decisions_total')) tools.complain('empty metrics');
      }
    });
    return `${scrapes} scrapes by ${SCRAPERS} at once`;
  },
};
