// Results as text for people and as a table for the document.

const resultOf = ({ kept, broken, gaps, left_out: leftOut }) => {
  const outcome = kept
    ? 'kept'
    : `**broken**: ${broken.map(({ promise, times }) => `${promise} (${times}×)`).join('; ')}`;
  const rest = [...gaps.map((what) => `gap: ${what}`), ...leftOut.map((what) => `left out: ${what}`)];
  return [outcome, ...rest].join('; ');
};

const machineLine = ({ cpu, cores, memory_gib, platform, node, load_at_start }) =>
  `${cpu}, ${cores} cores, ${memory_gib} GiB, ${platform}, Node ${node}, load ${load_at_start} at start`;

export function textReport({ machine, seed, results }) {
  const lines = [`${machineLine(machine)}; --seed ${seed}`];
  for (const result of results) {
    lines.push(
      '',
      `${result.kept ? 'kept  ' : 'BROKEN'} ${result.name} (${result.seconds} s): ${result.promise}`,
      `       ${result.did}`,
    );
    for (const { promise, times, examples } of result.broken)
      lines.push(`       ${times}× not: ${promise}`, ...examples.map((one) => `           ${one}`));
    for (const what of result.gaps) lines.push(`       gap: ${what}`);
    for (const what of result.left_out) lines.push(`       left out: ${what}`);
  }
  const broken = results.filter(({ kept }) => !kept).map(({ name }) => name);
  const verdict =
    broken.length === 0
      ? 'every promise was kept'
      : `broken: ${broken.join(', ')}; again with --seed ${seed} --only=${broken.join(',')}`;
  return `${lines.join('\n')}\n\n${results.length} scenarios: ${verdict}\n`;
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export function markdownTable({ machine, seed, quick, results }) {
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const rows = results.map(
    (result) => `| ${result.name} | ${cell(result.did)} | ${cell(result.promise)} | ${cell(resultOf(result))} |`,
  );
  return [
    `Measured on: ${machineLine(machine)}. ${quick ? 'Short' : 'Long'} form, ${Math.round(seconds)} s, \`--seed ${seed}\`.`,
    '',
    '| scenario | what was done | promise | result |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
