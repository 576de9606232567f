export { type JsonlWriterOptions, type WriterCounters, type WriterState } from './lib/writer/jsonl-writer-options';
export { JsonlWriter } from './lib/writer/jsonl-writer.node';
export { type DropReason } from './lib/writer/line-tally';
export { openLogFile, type LogFile, type OpenLogFile } from './lib/writer/log-file.node';
export { type RotationLimits } from './lib/writer/rotation.node';
export { type TailRecovery } from './lib/writer/tail-recovery.node';
export { WriteFailed, type WriteDone } from './lib/writer/write-failed';
