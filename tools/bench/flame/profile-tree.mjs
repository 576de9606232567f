// A V8 CPU profile as a tree of named frames with the time of a window of it.
import { frameNames } from './frame-names.mjs';
import { groupOf } from './groups.mjs';

const JSON_CALL = /\bJSON\.(parse|stringify)\(/;

/**
 * @param profile as `--cpu-prof` writes it; its times are the monotonic clock's, in µs.
 * @param window `{ fromUs, toUs }` of the same clock; samples outside are left out.
 * @returns the root `{ label, group, selfUs, totalUs, children }`; frames of one name below one caller are one.
 */
export function profileTree(profile, window, root) {
  const names = frameNames(root);
  const ownUs = timeInWindow(profile, window);
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const grow = (node, parent) => {
    const frame = frameOf(node, parent, names);
    const into = node.callFrame.functionName === '(root)' ? parent : childOf(parent, frame);
    const us = ownUs.get(node.id) ?? 0;
    const jsonUs = addJsonCalls(node, us, into, names);
    into.selfUs += us - jsonUs;
    for (const id of node.children ?? []) grow(byId.get(id), into);
  };
  const tree = newFrame({ label: 'all', group: 'native', file: '' });
  grow(profile.nodes[0], tree);
  addUp(tree);
  return tree;
}

/** Own time of each node: a sample stands for the time until the next one. */
function timeInWindow({ startTime, samples, timeDeltas }, { fromUs, toUs }) {
  const own = new Map();
  let atUs = startTime;
  samples.forEach((id, i) => {
    atUs += timeDeltas[i];
    const us = timeDeltas[i + 1] ?? 0;
    if (atUs >= fromUs && atUs + us <= toUs && us > 0) own.set(id, (own.get(id) ?? 0) + us);
  });
  return own;
}

function frameOf({ callFrame }, { file: caller }, names) {
  const { functionName, url } = callFrame;
  const { file, line } = names.placeOf(callFrame);
  const name = functionName || (url ? '(anonymous)' : '(native)');
  const where = file === '' ? '' : file.startsWith('node:') ? ` ${file}` : ` ${file}:${line}`;
  return { label: `${name}${where}`, group: groupOf({ name, file, caller }), file: file || caller };
}

/** V8 puts the time of JSON.parse and JSON.stringify on the line that calls them: it is given a frame of its own. */
function addJsonCalls({ callFrame: { url }, positionTicks = [], hitCount }, us, into, names) {
  if (us === 0 || hitCount === 0) return 0;
  let taken = 0;
  for (const { line, ticks } of positionTicks) {
    const call = JSON_CALL.exec(names.lineOf(url, line));
    if (call === null) continue;
    const share = (us * ticks) / hitCount;
    childOf(into, { label: `JSON.${call[1]}`, group: 'json', file: into.file }).selfUs += share;
    taken += share;
  }
  return taken;
}

const newFrame = ({ label, group, file }) => ({ label, group, file, selfUs: 0, totalUs: 0, children: new Map() });

function childOf(parent, frame) {
  let child = parent.children.get(frame.label);
  if (child === undefined) parent.children.set(frame.label, (child = newFrame(frame)));
  return child;
}

/** Times with those of the callees; frames without any are dropped. */
function addUp(frame) {
  frame.totalUs = frame.selfUs;
  for (const [label, child] of frame.children) {
    frame.totalUs += addUp(child);
    if (child.totalUs === 0) frame.children.delete(label);
  }
  return frame.totalUs;
}

/** Own time by group, in µs. */
export function selfByGroup(tree) {
  const sums = new Map();
  const visit = (frame) => {
    sums.set(frame.group, (sums.get(frame.group) ?? 0) + frame.selfUs);
    frame.children.forEach(visit);
  };
  visit(tree);
  return sums;
}
