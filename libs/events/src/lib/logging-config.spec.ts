import { defaultsOf } from '@aurora/kernel';
import { loggingConfig } from './logging-config';
import { EventSampler } from './sampling/event-sampler';

describe('loggingConfig', () => {
  it('has these defaults', () => {
    expect(defaultsOf(loggingConfig).logging).toEqual({
      sessionDir: null,
      durability: 'os',
      rotateMb: 100,
      retentionDays: 7,
      retentionFiles: 200,
      asyncQueueMax: 100_000,
      backlogMax: 50_000,
      sampling: [],
    });
  });

  it.each(['1/10 ^MODEL', '1/1 .', '1/999999 x y'])(
    'lets the sampling entry %p through, as the sampler does',
    (entry) => {
      expect(entry).toMatch(new RegExp(loggingConfig.logging.sampling.items!.pattern!));
      expect(() => new EventSampler([entry])).not.toThrow();
    },
  );

  it.each(['1/0 x', '1/10', '2/3 x', '1/1000000 x'])(
    'keeps the sampling entry %p out, as the sampler does',
    (entry) => {
      expect(entry).not.toMatch(new RegExp(loggingConfig.logging.sampling.items!.pattern!));
      expect(() => new EventSampler([entry])).toThrow(SyntaxError);
    },
  );
});
