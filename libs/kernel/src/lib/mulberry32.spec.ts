import { mulberry32 } from './mulberry32';

it('gives the numbers of mulberry32, and the same again', () => {
  const numbers = () => {
    const random = mulberry32(0);
    return [random(), random()].map((x) => x * 2 ** 32);
  };
  expect(numbers()).toEqual([1144304738, 1416247]);
  expect(numbers()).toEqual(numbers());
});

it('counts the low 32 bits of its seed', () => expect(mulberry32(2 ** 32 + 5)()).toBe(mulberry32(5)()));
