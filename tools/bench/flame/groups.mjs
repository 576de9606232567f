// What a frame's own time is spent on. The first group that fits takes it.

const startsWith =
  (...folders) =>
  ({ file }) =>
    folders.some((folder) => file.startsWith(folder));

const native = ({ file }) => file === '';

/** In the order of the legend; `css` is the fill of the frames. */
export const GROUPS = [
  { id: 'json', title: 'JSON.parse and JSON.stringify', css: '#e0b040', fits: ({ name }) => name.startsWith('JSON.') },
  {
    id: 'guards',
    title: 'guards (gates, risk, calibration, kernel)',
    css: '#e06a4a',
    fits: startsWith('libs/gates/', 'libs/risk/', 'libs/calibration/', 'libs/kernel/'),
  },
  { id: 'engine', title: 'engine', css: '#ee8f6b', fits: startsWith('libs/engine/') },
  {
    id: 'validation',
    title: 'validation (contracts, compiled schemas)',
    css: '#d98ab0',
    fits: (frame) =>
      startsWith('libs/contracts/', 'node_modules/ajv')(frame) || (native(frame) && /^validate\d+$/.test(frame.name)),
  },
  {
    id: 'log',
    title: 'event log (lines, queue, writer, compression)',
    css: '#c7a37b',
    fits: startsWith('libs/events/', 'node:zlib'),
  },
  {
    id: 'service',
    title: 'service (routes, metrics, stored state)',
    css: '#efb58f',
    fits: startsWith('apps/', 'libs/', 'node_modules/prom-client', 'node_modules/uuid'),
  },
  {
    id: 'file',
    title: 'system: files',
    css: '#7aa874',
    fits: (frame) => native(frame) && /^node:(internal\/)?fs/.test(frame.caller),
  },
  {
    id: 'socket',
    title: 'system: sockets',
    css: '#5f9ea0',
    fits: (frame) =>
      native(frame) &&
      (/^(writev|write\w+String|shutdown|readStart|readStop)$/.test(frame.name) ||
        /^node:(net|internal\/stream_base_commons)/.test(frame.caller)),
  },
  { id: 'node', title: 'node: HTTP, streams, events, timers', css: '#86a8cf', fits: startsWith('node:') },
  { id: 'packages', title: 'other packages', css: '#b3a4d6', fits: startsWith('node_modules/') },
  { id: 'gc', title: 'garbage collector', css: '#8c8c8c', fits: ({ name }) => name === '(garbage collector)' },
  { id: 'idle', title: 'idle', css: '#e4e4e4', fits: ({ name }) => name === '(idle)' },
  { id: 'native', title: 'native code of node and V8', css: '#b0b7bd', fits: () => true },
];

/** @param frame `name`, `file` ('' when native) and `caller`, the file of the nearest caller that has one. */
export const groupOf = (frame) => GROUPS.find(({ fits }) => fits(frame)).id;
