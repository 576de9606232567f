import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import * as contracts from './index';

describe('README', () => {
  it('shows an example that runs', () => {
    const [, example] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(__dirname, '../README.md'), 'utf8'))!;
    const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
    const { outputText } = transpileModule(example!, { compilerOptions });
    const load = (name: string): unknown =>
      name === '@aurora/contracts' ? contracts : createRequire(__filename)(name);
    expect(() => new Function('require', 'exports', outputText)(load, {})).not.toThrow();
    expect(example).toContain('assert');
  });
});
