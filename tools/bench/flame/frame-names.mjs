// Frames as a reader finds them again: function, file below the repository, line of the source it was compiled from.
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Names frames of scripts below `root`; reads each script and its source map once. */
export function frameNames(root) {
  const scripts = new Map();

  const scriptOf = (url) => {
    let script = scripts.get(url);
    if (script === undefined) scripts.set(url, (script = readScript(url)));
    return script;
  };

  /** Where a function stands: a path below the root, `node:…`, or '' for native and generated code. */
  function placeOf({ url, lineNumber, columnNumber }) {
    if (!url.startsWith('file://')) return { file: url, line: lineNumber + 1 };
    const { path, map } = scriptOf(url);
    const entry = map?.findEntry(lineNumber, columnNumber);
    if (entry?.originalSource === undefined) return { file: shortPath(root, path), line: lineNumber + 1 };
    const source = join(dirname(path), entry.originalSource);
    return { file: shortPath(root, source), line: entry.originalLine + 1 };
  }

  return {
    placeOf,
    /** The text of a line of a script, as it runs; '' where there is no file. `line` counts from 1. */
    lineOf: (url, line) => (url.startsWith('file://') ? (scriptOf(url).lines[line - 1] ?? '') : ''),
  };
}

function readScript(url) {
  const path = fileURLToPath(url);
  if (!existsSync(path)) return { path, lines: [], map: undefined };
  const ours = !path.includes('/node_modules/') && existsSync(`${path}.map`);
  const map = ours ? new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8'))) : undefined;
  return { path, lines: readFileSync(path, 'utf8').split('\n'), map };
}

/** Nothing of the machine: below the repository, from the package on, or the bare name. */
function shortPath(root, path) {
  const inModules = path.lastIndexOf('node_modules/');
  if (inModules >= 0) return path.slice(inModules);
  const below = relative(root, path);
  return below.startsWith('..') ? path.slice(path.lastIndexOf('/') + 1) : below;
}
