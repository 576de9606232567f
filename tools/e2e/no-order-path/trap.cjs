// Preloaded into a program (`node --require`): writes down every connection it asks for and every request it sends, whatever
// library sends it, one JSON line each, into the file that TRAP_FILE names.
const { appendFileSync } = require('node:fs');
const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const net = require('node:net');
const workers = require('node:worker_threads');
const { Outgoing } = require('./outgoing.cjs');

const say = (line) => appendFileSync(process.env.TRAP_FILE, `${JSON.stringify(line)}\n`);

const outgoing = new WeakMap();

/** `connect` is called with options, a port and a host, a path, or, from within Node, with all of them in a list. */
function targetOf([first, second]) {
  if (Array.isArray(first)) return targetOf(first);
  if (typeof first === 'object' && first !== null) {
    return first.path == null ? { host: first.host ?? 'localhost', port: Number(first.port) } : { path: first.path };
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { path: first };
  return { host: typeof second === 'string' ? second : 'localhost', port: Number(first) };
}

const { connect, _write: write, _writev: writev } = net.Socket.prototype;

net.Socket.prototype.connect = function (...args) {
  const target = targetOf(args);
  say({ connect: target });
  outgoing.set(this, new Outgoing((seen) => say({ ...seen, target })));
  return Reflect.apply(connect, this, args);
};

const bytesOf = (chunk, encoding) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk));

net.Socket.prototype._write = function (chunk, encoding, done) {
  outgoing.get(this)?.push(bytesOf(chunk, encoding));
  return Reflect.apply(write, this, [chunk, encoding, done]);
};

net.Socket.prototype._writev = function (chunks, done) {
  for (const { chunk, encoding } of chunks) outgoing.get(this)?.push(bytesOf(chunk, encoding));
  return Reflect.apply(writev, this, [chunks, done]);
};

/** Ways out that are no sockets of this process, or none that carry requests. */
function watch(owner, name, what) {
  const original = owner[name];
  owner[name] = new Proxy(original, {
    apply: (_, self, args) => (say({ escape: what }), Reflect.apply(original, self, args)),
    construct: (_, args, target) => (say({ escape: what }), Reflect.construct(original, args, target)),
  });
}
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
  watch(childProcess, name, `child_process.${name}`);
}
watch(dgram, 'createSocket', 'dgram.createSocket');
watch(workers, 'Worker', 'worker_threads.Worker');

say({ trapped: process.pid });
