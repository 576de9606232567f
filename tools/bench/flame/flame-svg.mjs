// A flame graph: a frame is as wide as its share of the time, and stands on its caller. One file, no script; hovering
// over a frame says its name and share.
import { GROUPS } from './groups.mjs';

const WIDTH = 1200;
const ROW = 16;
const MARGIN = 8;
const HEAD = 24;
const LEGEND_COLUMNS = 4;
const CHAR_WIDTH = 6.1;
/** Frames under this share of the whole are left out. */
const LEAST_SHARE = 0.001;

const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const short = (value) => String(Number(value.toFixed(1)));
const percent = (share) => `${(share * 100).toFixed(share < 0.1 ? 2 : 1)} %`;

export function flameSvg(tree, title) {
  const rows = [];
  const depth = place(tree, MARGIN, 0, (WIDTH - 2 * MARGIN) / tree.totalUs, LEAST_SHARE * tree.totalUs, rows);
  const legendRows = Math.ceil(GROUPS.length / LEGEND_COLUMNS);
  const bottom = HEAD + (depth + 1) * ROW;
  const height = bottom + MARGIN + legendRows * ROW + MARGIN;
  const frames = rows.map(({ frame, x, width, level }) => drawn(frame, x, width, bottom - (level + 1) * ROW, tree));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="10">`,
    `<style>${GROUPS.map(({ id, css }) => `.${id}{fill:${css}}`).join('')}rect{stroke:#fff;stroke-width:.4}text{pointer-events:none}</style>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${MARGIN}" y="16" font-size="13">${escape(title)}</text>`,
    ...frames,
    ...legend(bottom + MARGIN),
    '</svg>',
    '',
  ].join('\n');
}

/** Puts frames into rows, the dearest first; answers how deep the tree goes. */
function place(frame, x, level, perUs, leastUs, rows) {
  rows.push({ frame, x, width: frame.totalUs * perUs, level });
  let deepest = level;
  const children = [...frame.children.values()]
    .filter(({ totalUs }) => totalUs >= leastUs)
    .sort((a, b) => b.totalUs - a.totalUs);
  for (const child of children) {
    deepest = Math.max(deepest, place(child, x, level + 1, perUs, leastUs, rows));
    x += child.totalUs * perUs;
  }
  return deepest;
}

function drawn({ label, group, selfUs, totalUs }, x, width, y, tree) {
  const fitting = Math.floor((width - 4) / CHAR_WIDTH);
  const shown = label.length <= fitting ? label : fitting >= 4 ? `${label.slice(0, fitting - 1)}…` : '';
  const said = `${label}: ${percent(totalUs / tree.totalUs)}, own ${percent(selfUs / tree.totalUs)}`;
  const text = shown && `<text x="${short(x + 2)}" y="${y + 12}">${escape(shown)}</text>`;
  const box = `<rect class="${group}" x="${short(x)}" y="${y}" width="${short(width)}" height="${ROW}"/>`;
  return `<g><title>${escape(said)}</title>${box}${text}</g>`;
}

function legend(top) {
  return GROUPS.map(({ id, title }, n) => {
    const x = MARGIN + (n % LEGEND_COLUMNS) * ((WIDTH - 2 * MARGIN) / LEGEND_COLUMNS);
    const y = top + Math.floor(n / LEGEND_COLUMNS) * ROW;
    return `<rect class="${id}" x="${short(x)}" y="${y + 2}" width="12" height="12"/><text x="${short(x + 18)}" y="${y + 12}">${escape(title)}</text>`;
  });
}
