// The configuration keys alone: whoever only reads a configuration need not load the library.
export { loggingConfig, type LoggingConfig } from './lib/logging-config';
