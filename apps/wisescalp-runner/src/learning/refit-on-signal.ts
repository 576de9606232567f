import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Learning } from './learning.service';

/** SIGUSR2 asks for a refit now. */
@Injectable()
export class RefitOnSignal implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly onSignal = (): void => void this.learning.refitNow();

  constructor(private readonly learning: Learning) {}

  onApplicationBootstrap(): void {
    process.on('SIGUSR2', this.onSignal);
  }

  async onApplicationShutdown(): Promise<void> {
    process.off('SIGUSR2', this.onSignal);
    await this.learning.close();
  }
}
