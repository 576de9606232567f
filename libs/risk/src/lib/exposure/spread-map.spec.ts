import fc from 'fast-check';
import { SpreadMap } from './spread-map';

it('keeps what a Map keeps, under any keys', () => {
  const key = fc.oneof(fc.constantFrom('', 'a', 'b', 'ab', 'ba', '7', '17'), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.boolean())), (steps) => {
      const map = new SpreadMap<number>();
      const model = new Map<string, number>();
      for (const [place, [at, adds]] of steps.entries()) {
        if (!adds) {
          map.delete(at);
          model.delete(at);
        } else if (!model.has(at)) {
          map.add(at, place);
          model.set(at, place);
        }
        expect([map.size, map.get(at)]).toEqual([model.size, model.get(at)]);
      }
      for (const [at, value] of model) expect(map.get(at)).toBe(value);
    }),
  );
});
