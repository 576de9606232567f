import type { Ms } from '@aurora/kernel';
import { Injectable } from '@nestjs/common';
import type { MarketChange } from '../market/market-state.service';

@Injectable()
export class Learning {
  onMarket(_change: MarketChange, _nowMs: Ms): void {}
  advance(_nowMs: Ms): void {}
}
