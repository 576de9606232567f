import { pino } from 'pino';
import { NestLogger } from './nest-logger';

/** Lines of a real pino at level info, read back. */
function logged(write: (logger: NestLogger) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(
    new NestLogger(pino({ level: 'info', base: null, timestamp: false }, { write: (line) => void lines.push(line) })),
  );
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('NestLogger', () => {
  it.each<[string, (logger: NestLogger) => void, object]>([
    ['log', (logger) => logger.log('up', 'gate'), { level: 30, context: 'gate', msg: 'up' }],
    ['warn', (logger) => logger.warn('slow', 'gate'), { level: 40, context: 'gate', msg: 'slow' }],
    [
      'error with stack and context',
      (logger) => logger.error('down', 'at x', 'gate'),
      { level: 50, context: 'gate', stack: 'at x', msg: 'down' },
    ],
    ['an Error', (logger) => logger.error(new Error('down'), 'gate'), { level: 50, context: 'gate', msg: 'down' }],
  ])('%s', (_, write, line) => expect(logged(write)).toEqual([line]));

  it("keeps Nest's own wiring and debug lines below info", () => {
    const lines = logged((logger) => {
      logger.log('AppModule dependencies initialized', 'InstanceLoader');
      logger.debug('detail', 'gate');
    });
    expect(lines).toEqual([]);
  });
});
