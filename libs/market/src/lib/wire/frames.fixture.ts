/** Literal frames of Binance USD-M, 2019 to 2026. */

/** Transcribed in ccxt/ccxt, `ts/src/test/static/ws/binance.json` (MIT, Copyright 2017 Igor Kroitor). */
export const FRAMES_2026 = {
  ack: '{"result":null,"id":1}',
  trade:
    '{"e":"trade","E":1786540291675,"T":1786540291675,"s":"BTCUSDT","t":7967419777,"p":"64042.10","q":"0.038","X":"MARKET","m":true,"st":1}',
  miniTicker:
    '{"e":"24hrMiniTicker","E":1786540329176,"s":"BTCUSDT","ps":"BTCUSDT","c":"63972.70","o":"64305.10","h":"64450.00","l":"63211.60","v":"125235.211","q":"7989662536.93","st":1}',
  depth:
    '{"e":"depthUpdate","E":1786541222911,"T":1786541222909,"s":"BTCUSDT","ps":"BTCUSDT","U":11270657223998,"u":11270657233937,"pu":11270657223771,"b":[["13521.70","0.126"],["13818.90","0.000"]],"a":[],"st":1}',
};

/** From tardis-dev/tardis-node, `test/mappers.test.ts` (MPL-2.0, https://mozilla.org/MPL/2.0/), shapes of 2019 to 2021. */
export const FRAMES_OLD = {
  aggTradeWithoutId:
    '{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":1568693103463,"s":"BTCUSDT","p":"10223.74","q":"0.236","f":181349,"l":181349,"T":1568693103463,"m":false}}',
  markPriceWithoutIndex:
    '{"stream":"btcusdt@markPrice","data":{"e":"markPriceUpdate","E":1569888003001,"s":"BTCUSDT","p":"8291.34697815","r":"0.00010000","T":1569916800000}}',
  quarterlyMarkPrice:
    '{"stream":"btcbusd_210129@markPrice@1s","data":{"e":"markPriceUpdate","E":1609830121004,"s":"BTCBUSD_210129","p":"31799.27730000","P":"31235.82439517","i":"31307.03400000","r":"0.00000000","T":0}}',
  tradeWithoutX:
    '{"stream":"btcusdt@trade","data":{"e":"trade","E":1574381164089,"T":1574381164086,"s":"BTCUSDT","t":10934580,"p":"7627.60","q":"0.044","m":false}}',
  insuranceFundTrade:
    '{"stream":"ethusdt@trade","data":{"e":"trade","E":1596034530241,"T":1596034530235,"s":"ETHUSDT","t":73701056,"p":"2366.55","q":"0.070","X":"INSURANCE_FUND","m":true}}',
  depth100ms:
    '{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1573948821952,"T":1573948821948,"s":"BTCUSDT","U":687687944,"u":687687946,"pu":687687946,"b":[["8493.78","0.162"]],"a":[["4096.00000000","2.42541900"]]}}',
  snapshotInEnvelope:
    '{"stream":"btcusdt@depthSnapshot","generated":true,"data":{"lastUpdateId":687687945,"bids":[["8488.36","1.501"]],"asks":[["4095.99000000","2.31652000"]]}}',
  openInterest:
    '{"stream":"btcusdt@openInterest","generated":true,"data":{"symbol":"BTCUSDT","openInterest":"26286.181"}}',
  forceOrder:
    '{"stream":"btcusdt@forceOrder","data":{"e":"forceOrder","E":1584059031426,"o":{"s":"BTCUSDT","S":"BUY","o":"LIMIT","f":"IOC","q":"0.014","p":"4793.91","ap":"4706.04","X":"FILLED","l":"0.015","z":"0.014","T":1584059031421}}}',
  bookTicker:
    '{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":185130926750,"s":"BTCUSDT","b":"33134.42","B":"0.170","a":"33139.39","A":"0.380","T":1612137603568,"E":1612137603571}}',
};
