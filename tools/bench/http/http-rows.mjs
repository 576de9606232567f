// Tables of what was measured over HTTP.
import { plainRow, row, rowAtLeast, rowAtMost } from '../rows.mjs';

const SERVERS = {
  node_http: 'bare node:http, parse and echo',
  fastify: 'bare Fastify, parse and echo',
  express: 'bare Express, parse and echo',
  aurora_off: 'aurora-api, event log off',
  aurora_os: 'aurora-api, log `os`',
  aurora_disk: 'aurora-api, log `disk`',
};

const AT = { one: '1 connection', usual: '32 connections', many: '256 connections' };

const LOADS = {
  quarter: 'log `os` at 25 %',
  half: 'log `os` at 50 %',
  three_quarters: 'log `os` at 75 %',
  half_node_http: 'bare node:http at the same rate as 50 %',
};

export const httpTables = ({ saturation, orders, fixed_rate }) => ({
  'HTTP at saturation, requests a second': saturationRows(saturation, orders),
  'HTTP at saturation, against each other': ratioRows(saturation),
  'HTTP at saturation, 32 connections, latency': closedLatencyRows(saturation.usual),
  'HTTP at fixed rates, latency from the intended time': fixedRateRows(fixed_rate),
});

function saturationRows(saturation, orders) {
  const rows = Object.entries(AT).flatMap(([at, connections]) =>
    Object.entries(SERVERS).map(([name, what]) =>
      row(`${connections}: ${what}`, saturation[at].servers[name].per_second),
    ),
  );
  return [...rows, row('32 connections: log `os`, checks and reports in turns', orders.per_second)];
}

function ratioRows({ one, usual, many }) {
  return [
    rowAtLeast('32: log `os` against bare node:http', usual.ratios.os_to_node_http, ' ×', 0.75),
    rowAtLeast('32: log `os` against log off', usual.ratios.os_to_off, ' ×', 0.85),
    rowAtLeast('32: log `disk` against log `os`', usual.ratios.disk_to_os, ' ×', 0.5),
    row('32: log `os` against bare Fastify', usual.ratios.os_to_fastify, ' ×'),
    rowAtLeast('32: log `os` against bare Express', usual.ratios.os_to_express, ' ×', 0.8),
    ...[one, many].flatMap(({ connections, ratios }) => [
      row(`${connections}: log \`os\` against bare node:http`, ratios.os_to_node_http, ' ×'),
      row(`${connections}: log \`os\` against log off`, ratios.os_to_off, ' ×'),
      row(`${connections}: log \`disk\` against log \`os\``, ratios.disk_to_os, ' ×'),
    ]),
  ];
}

const closedLatencyRows = ({ servers }) =>
  Object.entries(SERVERS).flatMap(([name, what]) => [
    row(`${what}, p50`, servers[name].p50_ms, ' ms'),
    row(`${what}, p99`, servers[name].p99_ms, ' ms'),
  ]);

function fixedRateRows(loads) {
  return Object.entries(LOADS).flatMap(([name, what]) => {
    const load = loads[name];
    const goals = name === 'half' ? { p99_ms: 3, p999_ms: 10 } : {};
    const latency = (column, label) => {
      const at = `${what}, ${label}`;
      const goal = goals[column];
      return goal === undefined ? row(at, load[column], ' ms') : rowAtMost(at, load[column], ' ms', goal);
    };
    return [
      row(`${what}, requests a second`, load.per_second),
      latency('p50_ms', 'p50'),
      latency('p99_ms', 'p99'),
      latency('p999_ms', 'p99.9'),
      latency('max_ms', 'max'),
      ...(load.client_kept_schedule ? [] : [lateClient(what, load)]),
    ];
  });
}

/** Then the latencies are partly the client's own. */
const lateClient = (what, { client_late_p99_ms: late }) =>
  plainRow(`${what}: the client did not keep its schedule`, `p99 ${late.median.toFixed(2)} ms late`);
