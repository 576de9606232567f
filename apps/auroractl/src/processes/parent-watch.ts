import { Socket } from 'node:net';

/**
 * Loaded before a program that must not outlive who started it: descriptor 3 is a pipe from there, which the system closes
 * when that process ends, however it does. The program is then asked to end.
 */
const parent = new Socket({ fd: 3, readable: true, writable: false });
parent.on('error', () => undefined).on('close', () => process.kill(process.pid, 'SIGTERM'));
parent.resume().unref();
