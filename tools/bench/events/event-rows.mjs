// What was measured of reading logs, as rows.
import { row, rowAtMost } from '../rows.mjs';

const GOAL_SECONDS_PER_GB = 20;
const GOAL_RESIDENT_MIB = 300;

/** Seconds for 2^30 bytes of lines, whatever was read. */
const perGigabyte = ({ median, min, max, rounds }, bytes) => {
  const scale = 2 ** 30 / bytes;
  return { median: median * scale, min: min * scale, max: max * scale, rounds };
};

export function eventTables({ megabytes, plain, parts }) {
  const rows = (name, { bytes, summary }) => [
    rowAtMost(`events summary, ${name}: a GB`, perGigabyte(summary.seconds, bytes), ' s', GOAL_SECONDS_PER_GB),
    row(`events summary, ${name}: processor time, a GB`, perGigabyte(summary.cpu_seconds, bytes), ' s'),
    rowAtMost(`events summary, ${name}: resident at most`, summary.resident_mib, ' MiB', GOAL_RESIDENT_MIB),
  ];
  return {
    [`Reading a log of ${megabytes.toLocaleString('en')} MB, ${plain.lines.toLocaleString('en')} events`]: [
      ...rows('one file', plain),
      ...rows('parts, compressed', parts),
      row('events validate, one file: a GB', perGigabyte(plain.validate.seconds, plain.bytes), ' s'),
      row('events validate, one file: resident at most', plain.validate.resident_mib, ' MiB'),
      row('events tail of 20, one file', plain.tail.seconds, ' s'),
      row('events tail of 20, one file: resident at most', plain.tail.resident_mib, ' MiB'),
    ],
  };
}
