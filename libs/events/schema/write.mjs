// Writes the JSON Schema files from the built library: npx tsc -b libs/events && node libs/events/schema/write.mjs
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { SCHEMA_FILES } = createRequire(import.meta.url)('../dist/index.js');
for (const [name, schema] of Object.entries(SCHEMA_FILES)) {
  writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(schema, null, 2)}\n`);
}
