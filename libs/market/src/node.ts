export { readLines } from './lib/recording/read-lines.node';
export { readRecording, recordingFiles } from './lib/recording/read-recording.node';
