import {
  chownSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

/**
 * Puts a file in place whole or not at all: readers see the old one or the new one. One that was there keeps its mode and
 * owner, and a link to it stays a link.
 * @param newMode mode of a file that was not there.
 */
export function replaceFile(path: string, content: string | Buffer, newMode: number): void {
  const present = statSync(path, { throwIfNoEntry: false });
  const target = present ? realpathSync(path) : path;
  const part = `${target}.${process.pid}.part`;
  const fd = openSync(part, 'wx', newMode);
  try {
    try {
      writeFileSync(fd, content);
      if (present) fchmodSync(fd, present.mode);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    if (present && present.uid !== process.getuid?.()) chownSync(part, present.uid, present.gid);
    renameSync(part, target);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
