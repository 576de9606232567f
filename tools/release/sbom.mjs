// npm run sbom: what the service and the libraries are made of, as a CycloneDX document, the same on every machine.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fail, ROOT } from '../run/bootstrap.mjs';

const USAGE = `npm run sbom -- [--out FILE] [--json]
  writes dist/sbom.cdx.json, or FILE; --json says it on standard output instead`;

/** Packages that name their licence in a form that npm no longer reads. */
const LICENCES = { busboy: 'MIT', streamsearch: 'MIT' };

/** Where a package came from differs from machine to machine, and a mirror is nobody's business. */
const OF_THIS_MACHINE = new Set(['distribution']);

/** The bill of materials of what `npm ci --omit=dev` installs, for every platform. */
export function makeSbom() {
  const { name, version, description } = readJson('package.json');
  const whole = JSON.parse(
    execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  const installed = inProduction(readJson('package-lock.json').packages);
  const components = whole.components.filter((component) => installed.has(component['bom-ref'])).map(cleaned);
  const root = whole.metadata.component['bom-ref'];
  const isPart = (ref) => ref === root || installed.has(ref);
  const content = {
    $schema: whole.$schema,
    bomFormat: whole.bomFormat,
    specVersion: whole.specVersion,
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: { ...cleaned(whole.metadata.component), type: 'application', name, version, description },
    },
    components: components.sort(byRef('bom-ref')),
    dependencies: whole.dependencies
      .filter(({ ref }) => isPart(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter(isPart).sort() }))
      .sort(byRef('ref')),
  };
  return { ...content, serialNumber: serialNumber(content) };
}

/**
 * Names with versions of what production installs. `npm sbom --omit=dev` leaves out whatever a development tool needs
 * as well, Express and Nest among it; the lock file knows better.
 */
const inProduction = (packages) =>
  new Set(
    Object.entries(packages)
      .filter(([path, { dev, link }]) => path !== '' && !dev && !link)
      .map(([path, entry]) => `${entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 13)}@${entry.version}`),
  );

function cleaned({ externalReferences = [], ...component }) {
  // Of a workspace npm says the folder.
  const name = component['bom-ref'].slice(0, component['bom-ref'].lastIndexOf('@'));
  const licence = LICENCES[name];
  return {
    ...component,
    name,
    licenses: component.licenses ?? (licence && [{ license: { id: licence } }]),
    externalReferences: externalReferences.filter(({ type }) => !OF_THIS_MACHINE.has(type)),
  };
}

const byRef = (field) => (a, b) => (a[field] < b[field] ? -1 : 1);

/** A UUID of the content instead of a random one (RFC 9562, version 8). */
function serialNumber(content) {
  const hex = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const variant = ((parseInt(hex[16], 16) & 0x3) | 0x8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const readJson = (name) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));

function main() {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) fail(USAGE, 0);
  const sbom = makeSbom();
  const text = `${JSON.stringify(sbom, null, 2)}\n`;
  if (values.json) return process.stdout.write(text);
  const file = resolve(values.out ?? join(ROOT, 'dist/sbom.cdx.json'));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stderr.write(`${relative(process.cwd(), file)}: ${sbom.components.length} components\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
