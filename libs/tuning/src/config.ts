// The configuration keys alone: whoever only reads a configuration need not load the library.
export { defaultSearchSpace } from './lib/config/default-search-space';
export { searchSpaceOf, type SearchEntry } from './lib/config/search-entry';
export { tunerConfig } from './lib/config/tuner-config';
export { SpaceError } from './lib/space/parse-space';
export { type Dimension } from './lib/space/space';
