import { readFileSync } from 'node:fs';
import { ConfigError, configKeys, resolveConfig } from '@aurora/config';
import { readConfigSources } from '@aurora/config/node';
import { findNamedFile, shortPath } from './find-named-file';
import { unusable } from './problem-lines';
import { shownValues, type ShownFilter } from './shown-values';
import type { ShownConfig } from './show-text';

/** The effective configuration here, with an overlay on it where one is given. Throws a `Finding` that names every problem. */
export function showConfig({ overlay, ...filter }: ShownFilter & { readonly overlay?: string }): ShownConfig {
  const cwd = process.cwd();
  try {
    const { sources, configFile, envFile, root } = readConfigSources();
    const overlayFile = overlay === undefined ? null : findNamedFile(overlay, cwd, root);
    const put = overlayFile && { text: readFileSync(overlayFile.path, 'utf8'), file: overlayFile.shown };
    const resolved = resolveConfig({ ...sources, overlay: put });
    const values = shownValues(resolved, filter);
    return {
      config_file: configFile === null ? null : shortPath(configFile, cwd),
      env_file: envFile === null ? null : shortPath(envFile, cwd),
      overlay_file: overlayFile?.shown ?? null,
      hash: resolved.hash,
      values,
      hidden: filter.key === undefined && filter.source === undefined ? configKeys().length - values.length : 0,
      remarks: resolved.diagnostics,
    };
  } catch (error) {
    throw error instanceof ConfigError ? unusable(error) : error;
  }
}
