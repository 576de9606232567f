import { spawnSync } from 'node:child_process';
import { endpoint, type TcpConnection } from './tcp-connection';

const END = /^\[?([^\]]+)\]?:(\d+)$/;

/** Established connections of a process as lsof(8) lists them. None when it is gone. */
export function lsofConnections(pid: number): readonly TcpConnection[] {
  const args = ['-a', '-p', String(pid), '-iTCP', '-sTCP:ESTABLISHED', '-n', '-P', '-Fn'];
  const { stdout } = spawnSync('lsof', args, { encoding: 'utf8' });
  return parseLsof(stdout ?? '');
}

/** Lines `n<local>-><remote>` of `lsof -Fn`. */
export function parseLsof(text: string): readonly TcpConnection[] {
  return text.split('\n').flatMap((line) => {
    const [local, remote] = line.startsWith('n') ? line.slice(1).split('->') : [];
    const [from, to] = [END.exec(local ?? ''), END.exec(remote ?? '')];
    if (from === null || to === null) return [];
    return [{ local: endpoint(from[1]!, Number(from[2])), remote: endpoint(to[1]!, Number(to[2])) }];
  });
}
