export { readLines } from './lib/recording/read-lines.node';
export { readRecording, readRecordingBlocks } from './lib/recording/read-recording.node';
export { recordingFiles } from './lib/recording/recording-files.node';
export {
  liveEventDetails,
  type DisconnectReason,
  type GapReason,
  type LaneName,
  type LiveEvent,
  type SnapshotFault,
} from './lib/live/live-event';
export type { After, LiveSourceOptions, LiveStats, StreamChannel } from './lib/live/live-options';
export { LiveSource } from './lib/live/live-source.node';
export { RecordingWriter } from './lib/live/recording-writer.node';
