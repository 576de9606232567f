import { themed } from './colours';
import type { Drawing } from './draw';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of a log is anybody's: none of it may become part of the page. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);

export const section = (title: string, content: string): string =>
  `<section><h2>${escaped(title)}</h2>\n${content}</section>`;

export function figure({ svg, caption, legend }: Drawing): string {
  const entries = legend.map(({ name, colour }) => `<li>${themed(swatch(colour))}${escaped(name)}</li>`).join('');
  return `<figure><figcaption>${escaped(caption)}</figcaption><ul class="legend">${entries}</ul>${svg}</figure>`;
}

const swatch = (colour: string): string => `<i style="background:${colour}"></i>`;

/** Columns whose name begins with `#` hold numbers. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumber = columns.map((name) => name.startsWith('#'));
  const cell = (tag: 'th' | 'td', text: string, index: number): string =>
    `<${tag}${isNumber[index] ? ' class="number"' : ''}>${escaped(text)}</${tag}>`;
  const head = columns.map((name, index) => cell('th', name.replace(/^#/, ''), index)).join('');
  const body = rows.map((row) => `<tr>${row.map((text, index) => cell('td', text, index)).join('')}</tr>`).join('\n');
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

const STYLE = `
:root { color-scheme: light dark; --page: #fff; --card: #f6f8fa; --ink: #1b1f25; --muted: #5b6470; --line: #d5dae1;
  --was: #8a94a3; --would: #1f6fd0; --deny: #c93c3c; --allow: #1f9d5c; --reason: #b7791f; --quantity: #7a52c7; }
@media (prefers-color-scheme: dark) { :root { --page: #12151a; --card: #1a1f27; --ink: #e4e8ee; --muted: #98a2b0; --line: #333b47;
  --was: #7d8897; --would: #5aa2f5; --deny: #f0716f; --allow: #4cc38a; --reason: #e0aa4b; --quantity: #b08cf0; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 72rem; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 1.15rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
.big { font-size: 1.2rem; margin: .25rem 0; } .big b { font-size: 2rem; }
.said { margin: .25rem 0; padding-left: 1.1rem; color: var(--muted); }
.wrong { color: var(--deny); padding-left: 1.1rem; overflow-wrap: anywhere; }
.plots { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); margin-top: 1.5rem; }
figure { margin: 0; padding: .75rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; min-width: 0; }
figure svg { display: block; width: 100%; height: auto; max-width: 640px; margin: 0 auto; }
figcaption { font-weight: 600; font-size: .9rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: .25rem 0 .5rem; padding: 0; list-style: none; color: var(--muted); font-size: .8rem; }
.legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: .15rem; margin-right: .35rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; min-width: 20rem; }
th, td { padding: .3rem .75rem .3rem 0; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: top; }
th { color: var(--muted); font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
footer { margin-top: 2rem; color: var(--muted); font-size: .85rem; }`;

/** A whole page that needs nothing from outside and lets nothing in. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${STYLE}</style></head>
<body>
${body}
</body></html>
`;
