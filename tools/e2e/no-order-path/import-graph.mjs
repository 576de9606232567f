// What a built program can load: its own files, read, and what each of them asks for by name.
import { readFileSync, realpathSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import ts from 'typescript';

const BUILTINS = new Set(builtinModules);
const isBuiltin = (name) => name.startsWith('node:') || BUILTINS.has(name);
const { SyntaxKind } = ts;

/** Members of `process` that hand out what nobody imported. */
const BACK_DOORS = new Set(['binding', '_linkedBinding', 'getBuiltinModule', 'dlopen']);

/**
 * Walks from an entry through everything required or imported, resolved as Node does it.
 * @returns by file: `builtins`, `packages` (names), `files` (of the project), `texts` (of literals), `names` (identifiers
 *   that are no properties), `calls` (names called) and `unknown` (what only a run would tell).
 */
export function importGraph(entry, root) {
  const graph = new Map();
  const open = [realpathSync(entry)];
  while (open.length > 0) {
    const file = open.pop();
    if (graph.has(file)) continue;
    const node = readModule(file, realpathSync(root));
    graph.set(file, node);
    open.push(...node.files);
  }
  return graph;
}

function readModule(file, root) {
  const node = { builtins: [], packages: [], files: [], texts: [], names: new Set(), calls: new Set(), unknown: [] };
  if (file.endsWith('.json')) return node;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const request = createRequire(file);
  const ask = (name) => {
    if (isBuiltin(name)) node.builtins.push(name.replace(/^node:/, ''));
    else place(node, name, realpathSync(request.resolve(name)), root);
  };
  const visit = (one) => {
    if (ts.isStringLiteralLike(one) || ts.isTemplateHead(one) || ts.isTemplateMiddle(one) || ts.isTemplateTail(one)) {
      node.texts.push(one.text);
    }
    if (ts.isIdentifier(one) && !isPropertyName(one)) node.names.add(one.text);
    if ((ts.isCallExpression(one) || ts.isNewExpression(one)) && ts.isIdentifier(one.expression)) {
      node.calls.add(one.expression.text);
    }
    const asked = isBackDoor(one) ? null : requestOf(one);
    if (asked === null) node.unknown.push(one.getText(source));
    else if (asked !== undefined) ask(asked);
    ts.forEachChild(one, visit);
  };
  visit(source);
  return node;
}

const isPropertyName = ({ parent, ...one }) =>
  (ts.isPropertyAccessExpression(parent) && parent.name.pos === one.pos) ||
  ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name.pos === one.pos);

const isBackDoor = (node) =>
  ts.isPropertyAccessExpression(node) && node.expression.getText() === 'process' && BACK_DOORS.has(node.name.text);

/** The name a node asks for; `null` when it is no literal, `undefined` when it asks for nothing. */
function requestOf(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier?.text;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression, arguments: args } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.text;
  const asks = expression.kind === SyntaxKind.ImportKeyword || name === 'require';
  if (!asks) return undefined;
  return args[0] !== undefined && ts.isStringLiteralLike(args[0]) ? args[0].text : null;
}

function place(node, name, file, root) {
  if (file.startsWith(root + sep) && !file.includes(`${sep}node_modules${sep}`)) node.files.push(file);
  else node.packages.push(packageOf(name));
}

/** `@scope/name/part` is of the package `@scope/name`. */
const packageOf = (name) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

/** Third-party packages the project's files ask for, and by their manifests whatever those depend on. */
export function packagesReached(graph) {
  const reached = new Set();
  const open = [];
  for (const [file, { packages }] of graph) packages.forEach((name) => open.push([name, dirname(file)]));
  while (open.length > 0) {
    const [name, from] = open.pop();
    const folder = folderOf(name, from);
    if (folder === undefined || reached.has(folder)) continue;
    reached.add(folder);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    Object.keys(dependencies).forEach((dependency) => open.push([dependency, folder]));
  }
  return [...reached].map((folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name);
}

/** Where a package lies, seen from a folder; its `exports` may hide its manifest from the resolver. */
function folderOf(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    try {
      readFileSync(join(candidate, 'package.json'));
      return realpathSync(candidate);
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    }
    if (folder === dirname(folder)) return undefined;
  }
}
