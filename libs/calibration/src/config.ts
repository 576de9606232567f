// The configuration keys alone: whoever only reads a configuration need not load the library.
export { icpConfig } from './lib/icp/icp-config';
export { learningConfig, type LearningConfig } from './lib/learning/learning-config';
export { waldBoundaries, type SprtBoundaries } from './lib/sprt/sprt-boundaries';
export { sprtConfig } from './lib/sprt/sprt-config';
