import { Module } from '@nestjs/common';
import { GUARD_SET, type AnyGuard, type GuardSet } from '@aurora/gates';
import { AntiChurnGuardModule } from './anti-churn/anti-churn.module';
import { ExpectedReturnGuardModule } from './expected-return/expected-return.module';
import { ExposureGuardModule } from './exposure/exposure.module';
import { GovernanceGuardModule } from './governance/governance.module';
import { HealthGuardModule } from './health/health.module';
import { LatencyGuardModule } from './latency/latency.module';
import { RiskGuardModule } from './risk/risk.module';
import { SlippageGuardModule } from './slippage/slippage.module';
import { SpreadGuardModule } from './spread/spread.module';
import { SprtGuardModule } from './sprt/sprt.module';
import { TrapGuardModule } from './trap/trap.module';
import { guardToken } from './guard-token';

/** Injection token of the guards as the pipeline takes them. */
export const GUARDS_IN_PLACE = Symbol('GUARDS_IN_PLACE');

const idsOf = (guards: readonly AnyGuard[]) => guards.map(({ id }) => guardToken(id));
const TOKENS = [...idsOf(GUARD_SET.first), ...idsOf(GUARD_SET.ordered), ...idsOf(GUARD_SET.last)];

/** Collects the guards from their modules. A guard whose module is missing stops the start: injection cannot resolve it. */
@Module({
  imports: [
    AntiChurnGuardModule,
    LatencyGuardModule,
    HealthGuardModule,
    TrapGuardModule,
    ExpectedReturnGuardModule,
    SlippageGuardModule,
    RiskGuardModule,
    SprtGuardModule,
    SpreadGuardModule,
    GovernanceGuardModule,
    ExposureGuardModule,
  ],
  providers: [
    {
      provide: GUARDS_IN_PLACE,
      inject: TOKENS,
      useFactory: (...guards: AnyGuard[]): GuardSet => ({
        first: guards.splice(0, GUARD_SET.first.length),
        ordered: guards.splice(0, GUARD_SET.ordered.length),
        last: guards,
      }),
    },
  ],
  exports: [GUARDS_IN_PLACE],
})
export class GuardsModule {}
