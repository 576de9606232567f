import { USDMClient, WebsocketClient } from 'binance';
import { SimExchange } from './sim-exchange.node';

/** The venue as the most used public client sees it. */
describe('the npm client binance', () => {
  const exchange = new SimExchange({ seed: 1, wire: '2026' });
  let at: Awaited<ReturnType<SimExchange['listen']>>;
  beforeAll(async () => (at = await exchange.listen()));
  afterAll(() => exchange.close());

  it('reads the public endpoints', async () => {
    const client = new USDMClient({ baseUrl: at.url });
    const { symbols } = await client.getExchangeInfo();
    expect(symbols.map(({ symbol }) => symbol)).toEqual(['BTCUSDT', 'ETHUSDT']);
    const { bids, asks, lastUpdateId } = await client.getOrderBook({ symbol: 'BTCUSDT', limit: 5 });
    expect([bids.length, asks.length, lastUpdateId > 0]).toEqual([5, 5, true]);
    expect(Math.abs((await client.getServerTime()) - Date.now())).toBeLessThan(5000);
    expect(await client.getMarkPrice({ symbol: 'ETHUSDT' })).toMatchObject({ symbol: 'ETHUSDT' });
    await expect(client.getOrderBook({ symbol: 'FOO', limit: 5 })).rejects.toMatchObject({ code: -1121 });
  });

  it('is told no when it trades, and counted', async () => {
    const client = new USDMClient({ baseUrl: at.url, api_key: 'key', api_secret: 'secret', disableTimeSync: true });
    const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: 1 } as const;
    await expect(client.submitNewOrder(order)).rejects.toMatchObject({ code: -2015 });
    await expect(client.getBalanceV3()).rejects.toMatchObject({ code: -2015 });
    expect(exchange.status().order_requests).toBe(2);
  });

  it('subscribes and hears its streams', async () => {
    const logger = { trace: () => undefined, info: () => undefined, error: () => undefined };
    const client = new WebsocketClient({ wsUrl: `${at.wsUrl}/stream` }, logger);
    const heard = new Set<string>();
    const all = new Promise<void>((resolve) =>
      client.on('message', (message) => {
        const data = 'data' in message ? (message.data as { e?: string }) : (message as { e?: string });
        if (data.e !== undefined) heard.add(data.e);
        if (heard.size === 4) resolve();
      }),
    );
    const streams = ['btcusdt@bookTicker', 'btcusdt@depth@100ms', 'btcusdt@aggTrade', 'ethusdt@markPrice@1s'];
    await client.subscribe(streams, 'usdmPublic');
    await all;
    expect(heard).toEqual(new Set(['bookTicker', 'depthUpdate', 'aggTrade', 'markPriceUpdate']));
    client.closeAll(true);
  }, 20_000);
});
