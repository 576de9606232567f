export { type BadLine, type OnBadLine } from './lib/reading/bad-line';
export { lineChunksOf, type LineChunk, type ReadOptions } from './lib/reading/line-chunks.node';
export { linesBackwards } from './lib/reading/lines-backwards.node';
export { LogFollower } from './lib/reading/log-follower.node';
export { offsetOfEventsSince, readEventsSince } from './lib/reading/read-events-since.node';
export { readEvents, sessionFiles, type EventLine } from './lib/reading/read-events.node';
export { readJsonl, type JsonlVisitor } from './lib/reading/read-jsonl.node';
export { folderHolder, lockFolder } from './lib/session/folder-lock.node';
export { createSessionFolder, SESSION_FOLDER_MODE } from './lib/session/session-folder.node';
export {
  EVENT_FILE_NAME,
  LOCK_FILE_NAME,
  ORDER_FILE_NAMES,
  type EventListener,
  type OrderFileRecords,
  type SessionLogOptions,
  type SessionRecovery,
} from './lib/session/session-log-options';
export { SessionLog } from './lib/session/session-log.node';
export { type JsonlWriterOptions, type WriterCounters, type WriterState } from './lib/writer/jsonl-writer-options';
export { JsonlWriter } from './lib/writer/jsonl-writer.node';
export { type DropReason } from './lib/writer/line-tally';
export { openLogFile, type LogFile, type OpenLogFile } from './lib/writer/log-file.node';
export { type RotationLimits } from './lib/writer/rotation.node';
export { type TailRecovery } from './lib/writer/tail-recovery.node';
export { WriteFailed, type WriteDone } from './lib/writer/write-failed';
export { rotatedParts, type RotatedPart } from './lib/writer/rotated-name';
