// Words of other tools (docker compose, systemd, supervisord, pm2, Kubernetes, Elixir). Keys of the tables are in lower case, without `_` and `-`.

/** An option as other tools call it -> ours. */
export const OTHER_KEYS: Readonly<Record<string, string>> = {
  environment: 'env',
  workingdir: 'cwd',
  workingdirectory: 'cwd',
  workdir: 'cwd',
  directory: 'cwd',
  chdir: 'cwd',
  replicas: 'instances',
  numprocs: 'instances',
  scale: 'instances',
  healthcheck: 'health',
  livenessprobe: 'health',
  readinessprobe: 'ready',
  startupprobe: 'ready',
  waitready: 'ready',
  notificationfd: 'ready',
  stopwaitsecs: 'shutdown',
  killtimeout: 'shutdown',
  stopgraceperiod: 'shutdown',
  timeoutstopsec: 'shutdown',
  stoptimeout: 'shutdown',
  timeoutstartsec: 'startTimeout',
  listentimeout: 'startTimeout',
  startsecs: 'ready',
  maxrestarts: 'intensity',
  maxseconds: 'period',
  restartpolicy: 'restart',
  autorestart: 'restart',
  killsignal: 'stopSignal',
  execstop: 'stopCommand',
  prestop: 'stopCommand',
  exitcodes: 'successCodes',
  stopexitcodes: 'successCodes',
  successexitstatus: 'successCodes',
  cmd: 'command',
  script: 'command',
  entrypoint: 'command',
  execstart: 'command',
  program: 'command',
  start: 'command',
  arguments: 'args',
  argv: 'args',
  services: 'children',
  processes: 'children',
  programs: 'children',
  apps: 'children',
  workers: 'children',
  name: 'id',
  uid: 'user',
  runas: 'user',
  runasuser: 'user',
  username: 'user',
  setuid: 'user',
  chuid: 'user',
  gid: 'group',
  runasgroup: 'group',
  groupname: 'group',
  setgid: 'group',
  filemode: 'umask',
  niceness: 'nice',
  nicelevel: 'nice',
  oomscoreadjust: 'oomScoreAdj',
  oomscore: 'oomScoreAdj',
  restartdelay: 'backoff',
  restartsec: 'backoff',
  stdoutlogfile: 'log',
  dotenv: 'envFile',
  environmentfile: 'envFile',
}

/** An option as other tools call it -> our key of `limits`. */
export const OTHER_LIMITS: Readonly<Record<string, string>> = {
  nofile: 'nofile',
  limitnofile: 'nofile',
  maxfiles: 'nofile',
  maxopenfiles: 'nofile',
  minfds: 'nofile',
  ulimits: 'nofile',
  ulimit: 'nofile',
  rlimitnofile: 'nofile',
  rlimits: 'nofile',
  maxmemoryrestart: 'memory',
  memlimit: 'memory',
  memorymax: 'memory',
  memorylimit: 'memory',
  cpus: 'cpu',
  cpuquota: 'cpu',
}

/** A value of `restart` as other tools write it -> OTP's. */
export const OTHER_RESTARTS: Readonly<Record<string, string>> = {
  always: 'permanent',
  unlessstopped: 'permanent',
  true: 'permanent',
  yes: 'permanent',
  onfailure: 'transient',
  onabnormal: 'transient',
  unexpected: 'transient',
  no: 'temporary',
  never: 'temporary',
  none: 'temporary',
  false: 'temporary',
}

/** A probe as other tools call it -> ours, with a value that shows its shape. */
const OTHER_PROBES: Readonly<Record<string, string>> = {
  httpget: 'http: "http://127.0.0.1:8080/health"',
  url: 'http: "http://127.0.0.1:8080/health"',
  tcpsocket: 'tcp: 8080',
  port: 'tcp: 8080',
  test: 'exec: ["pg_isready"]',
  command: 'exec: ["pg_isready"]',
  cmd: 'exec: ["pg_isready"]',
}

/** A way to be ready as other tools call it -> ours, with a value that shows its shape. */
export const OTHER_READY: Readonly<Record<string, string>> = {
  ...OTHER_PROBES,
  readyline: 'log: "listening"',
  readylogline: 'log: "listening"',
  waitready: 'notify: "ipc"',
  notificationfd: 'notify: "fd"',
  initialdelayseconds: 'delay: "5s"',
  sleep: 'delay: "5s"',
}

/** A key of `health` as other tools call it -> ours, with a value that shows its shape. */
export const OTHER_HEALTH: Readonly<Record<string, string>> = {
  ...OTHER_PROBES,
  interval: 'every: "10s"',
  period: 'every: "10s"',
  periodseconds: 'every: "10s"',
  timeoutseconds: 'timeout: "2s"',
  retries: 'failures: 3',
  failurethreshold: 'failures: 3',
  threshold: 'failures: 3',
  watchdogsec: 'notify: "systemd"',
  watchdog: 'notify: "systemd"',
}

/** A word as it stands in the tables. */
export function normalised(word: string): string {
  return word.toLowerCase().replaceAll(/[_\-\s]/g, '')
}

/** What a table has for a word; null for none (and for `constructor`, which every object has). */
export function translated(table: Readonly<Record<string, string>>, word: string): string | null {
  const key = normalised(word)
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null
}
