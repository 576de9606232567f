// What samplers are measured on: for `npm run tuning:quality` and the tests, not part of the library's interface.
export { type Objective } from './objective';
export { mannWhitneyP } from './rank-test';
export { chosen, observe, search } from './search';
export { shadow } from './shadow';
export { branin, hartmann6, rosenbrock10, sphere10 } from './test-functions';
