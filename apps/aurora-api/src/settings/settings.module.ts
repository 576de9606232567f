import { Global, Module, type DynamicModule } from '@nestjs/common';
import { type Clock } from '@aurora/kernel';
import { CLOCK } from '@aurora/nest';
import { Admission } from '../http/admission';
import { Tokens } from '../http/tokens';
import { SETTINGS, type Settings } from './settings';

/** Settings and what follows from them alone, for every module. */
@Global()
@Module({})
export class SettingsModule {
  static with(settings: Settings): DynamicModule {
    const { config } = settings.loaded.resolved;
    return {
      module: SettingsModule,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: Admission, inject: [CLOCK], useFactory: (clock: Clock) => new Admission(config, clock) },
        { provide: Tokens, useValue: new Tokens(config.security) },
      ],
      exports: [SETTINGS, Admission, Tokens],
    };
  }
}
