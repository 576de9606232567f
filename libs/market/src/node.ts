export { readLines } from './lib/recording/read-lines.node';
export { readRecording, readRecordingBlocks, recordingFiles } from './lib/recording/read-recording.node';
