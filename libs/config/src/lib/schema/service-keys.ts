import {
  configSlice,
  int,
  MODES,
  oneOf,
  optionalFlag,
  optionalText,
  section,
  text,
  texts,
  type Mode,
} from '@aurora/kernel';

const FOLDER = { minLength: 1, maxLength: 1024 } as const;
/** Printable ASCII without blanks: anything else could never arrive in a header. */
const TOKEN = { secret: true, maxLength: 512, pattern: '^[\\x21-\\x7e]+$' } as const;
const ADDRESSES = {
  items: { type: 'string', format: 'ip-or-cidr', maxLength: 64 },
  uniqueItems: true,
  maxItems: 1000,
} as const;

/** Keys that stand alone at the top of a file. */
export const topLevelKeys = {
  mode: oneOf<Mode | 'prod'>([...MODES, 'prod'], {
    default: 'shadow',
    env: ['AURORA_MODE'],
    description:
      'Where orders go. `prod` is another word for `live`. A request can ask for a stricter mode, never for a milder one.',
  }),
  symbols: texts({
    default: [],
    uniqueItems: true,
    maxItems: 1000,
    items: { type: 'string', pattern: '^[A-Z0-9]{1,32}$' },
    description:
      'Symbols traded, in canonical form (`SOLUSDT`), the parent first. The only ones that appear as label values of metrics.',
  }),
};

/** Where the API listens, and how long it waits. */
export const apiConfig = configSlice({
  api: {
    host: text({
      default: '127.0.0.1',
      minLength: 1,
      maxLength: 255,
      env: ['AURORA_API_HOST'],
      description: 'Address the API listens on.',
    }),
    port: int({
      default: 8000,
      minimum: 0,
      maximum: 65535,
      env: ['AURORA_API_PORT'],
      description: 'Port the API listens on; 0 takes any free port.',
    }),
    body_limit_kb: int({
      default: 64,
      minimum: 1,
      maximum: 16384,
      description: 'Largest request body, in KiB; a larger one is answered 413.',
    }),
    request_timeout_ms: int({
      default: 30000,
      minimum: 100,
      maximum: 600000,
      description: 'Longest time in which a whole request must arrive, in ms.',
    }),
    headers_timeout_ms: int({
      default: 15000,
      minimum: 100,
      maximum: 600000,
      description:
        'Longest time in which the headers of a request must arrive, in ms; never longer than for the whole.',
    }),
    timeout_check_ms: int({
      default: 1000,
      minimum: 10,
      maximum: 60000,
      description: 'How often connections are looked at for requests that are late, in ms.',
    }),
    header_limit_kb: int({
      default: 16,
      minimum: 1,
      maximum: 64,
      description: 'Largest headers of a request in all, in KiB; larger ones are answered 431.',
    }),
    max_headers: int({
      default: 100,
      minimum: 10,
      maximum: 2000,
      description: 'Most header lines of a request; one with more is answered 431.',
    }),
    max_connections: int({
      default: 1000,
      minimum: 1,
      maximum: 1000000,
      description:
        'Most connections at a time, of all clients together; one more is closed at once, and the log says so.',
    }),
    max_event_streams: int({
      default: 32,
      minimum: 0,
      maximum: 10000,
      description: 'Most clients of /events/stream at a time; one more is answered 503.',
    }),
    keep_alive_timeout_ms: int({
      default: 65000,
      // Of 0 Node makes for ever.
      minimum: 1,
      maximum: 600000,
      description: 'How long an idle connection is kept open, in ms.',
    }),
    log_level: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      default: 'info',
      env: ['AURORA_LOG_LEVEL'],
      description: 'Least level of the lines on standard error.',
    }),
    git_revision: optionalText({
      maxLength: 64,
      pattern: '^[0-9A-Za-z._-]+$',
      env: ['AURORA_GIT_REVISION'],
      description: 'Revision the build was made from, for /version. Unset: asked of git, where there is a repository.',
    }),
    shutdown_timeout_ms: int({
      default: 5000,
      minimum: 0,
      maximum: 600000,
      description: 'How long requests in flight may take to finish when the service is told to stop, in ms.',
    }),
  },
});

/** Who may call what, and how often. */
export const securityConfig = configSlice({
  security: {
    ops_token: optionalText({
      ...TOKEN,
      minLength: 1,
      env: ['OPS_TOKEN', 'AURORA_OPS_TOKEN'],
      description:
        'Token of the operator routes (header X-OPS-TOKEN). Unset: they answer 401. Live mode wants at least 24 characters and no example value.',
    }),
    api_token: optionalText({
      ...TOKEN,
      minLength: 16,
      env: ['AURORA_API_TOKEN'],
      description: 'Token of the API routes (header X-Auth-Token). Live mode wants one that is no example value.',
    }),
    ip_allowlist: texts({
      ...ADDRESSES,
      default: ['127.0.0.1', '::1'],
      minItems: 1,
      env: ['AURORA_IP_ALLOWLIST'],
      description: 'Addresses and CIDR blocks that may call at all; `0.0.0.0/0` and `::/0` admit everyone.',
    }),
    trusted_proxies: texts({
      ...ADDRESSES,
      default: [],
      description: 'Addresses and CIDR blocks whose X-Forwarded-For is believed.',
    }),
    cors_origin: optionalText({
      maxLength: 255,
      pattern: '^(\\*|https?://[^\\s/]+)$',
      env: ['AURORA_CORS_ORIGIN'],
      description: 'Origin that browsers may call from (`https://host`, or `*`). Unset: CORS is off.',
    }),
    rps_general: int({
      default: 60,
      minimum: 0,
      maximum: 1000000,
      description: 'Requests a client may send per second; 0 is no limit.',
    }),
    rps_mutating: int({
      default: 10,
      minimum: 0,
      maximum: 1000000,
      description: 'Requests a client may send to control routes per second; 0 is no limit.',
    }),
    rps_trading: int({
      default: 0,
      minimum: 0,
      maximum: 1000000,
      description: 'Requests a client may send to /pretrade and /posttrade per second; 0 is no limit.',
    }),
    require_token_for_trading: optionalFlag({
      description: 'Whether /pretrade and /posttrade want the API token. Unset: on in live mode, off elsewhere.',
    }),
  },
});

/** Where things are kept between requests and between starts. */
export const storageConfig = configSlice({
  state: {
    dir: optionalText({
      ...FOLDER,
      description: 'Folder of what survives a restart. Unset: `state` in the run folder.',
    }),
    flush_ms: int({
      default: 200,
      minimum: 1,
      maximum: 60000,
      description:
        'How far the stored state may be behind, in ms; halts, disarming and token rotation are written at once.',
    }),
  },
  session: {
    run_dir: text({
      ...FOLDER,
      default: 'run',
      env: ['AURORA_RUN_DIR'],
      description: 'Folder of process ids and of the stored state.',
    }),
  },
  calibrator: {
    artifact: optionalText({
      ...FOLDER,
      description: 'File of the fitted calibrator. Unset: the fixed sigmoid. A broken file stops the start.',
    }),
  },
});

/** Acknowledgements of orders. */
export const ackConfig = configSlice({
  observability: {
    ack: section({
      ttl_s: int({
        default: 300,
        minimum: 1,
        maximum: 86400,
        description:
          'How long a submitted order may wait for its acknowledgement before it counts as expired, in seconds.',
      }),
    }),
  },
});
