import { postgresRefusal } from '@taskbench/local-servers';
import pg from 'pg';
import { bad, clock, good, type Finding } from './finding.ts';

const NAME = 'postgres';
const PATIENCE_MS = 4_000;
const OLDEST = 17;
/** What one process of all services opens when it is busy. */
const NEEDED_SLOTS = 30;
/** Durability that an answered command rests on. */
const ON = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

// Every start migrates: it makes the service role where there is none, and grants it to itself.
const LOOK = `select json_build_object(
  'version', current_setting('server_version_num')::int / 10000,
  'fsync', current_setting('fsync'),
  'full_page_writes', current_setting('full_page_writes'),
  'synchronous_commit', current_setting('synchronous_commit'),
  'read_only', pg_is_in_recovery() or current_setting('default_transaction_read_only') = 'on',
  'role', current_user,
  'may_grant', (select me.rolsuper or coalesce(
    (select pg_has_role(me.oid, r.oid, 'MEMBER WITH ADMIN OPTION') from pg_roles r where r.rolname = 'taskbench_service'),
    me.rolcreaterole) from pg_roles me where me.rolname = current_user),
  'may_create', has_database_privilege(current_database(), 'CREATE') and
    (has_schema_privilege('public', 'CREATE') or to_regclass('public.taskbench_migrations') is not null),
  'database', current_database(),
  'slots', current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
    - coalesce(current_setting('reserved_connections', true), '0')::int
    - (select count(*)::int from pg_stat_activity where backend_type = 'client backend'),
  'now', extract(epoch from clock_timestamp()) * 1000) as seen`;

type Setting = (typeof ON)[number];
interface Seen extends Record<Setting, string> {
  readonly version: number;
  readonly read_only: boolean;
  readonly role: string;
  readonly may_grant: boolean;
  readonly may_create: boolean;
  readonly database: string;
  readonly slots: number;
  readonly now: number;
}

/** Where Postgres is, and what is to be done when it does not answer there. */
export interface Where {
  readonly url: string;
  readonly start: string;
  /** Whether the services hold their connections already. */
  readonly running: boolean;
}

/** Whether Postgres answers, keeps what it was told, may be used as it must be, and has room. */
export async function postgres({ url, start, running }: Where): Promise<Finding[]> {
  const limits = { connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS, statement_timeout: PATIENCE_MS };
  let client: pg.Client;
  try {
    client = new pg.Client({ connectionString: url, ...limits });
  } catch {
    return [bad(NAME, 'DATABASE_URL is not an address', 'Write it as postgres://user:password@host:5432/database.')];
  }
  client.on('error', () => undefined);
  try {
    await client.connect();
    const before = Date.now();
    const { rows } = await client.query<{ seen: Seen }>(LOOK);
    return [...judged(rows[0]!.seen, running), ...clock('Postgres', rows[0]!.seen.now, before, Date.now())];
  } catch (error) {
    const { what, remedy } = postgresRefusal(error, PATIENCE_MS);
    return [bad(NAME, `${addressOf(url)} ${what}`, remedy ?? start)];
  } finally {
    void client.end().catch(() => undefined); // a server that hangs would not say goodbye
  }
}

function judged(seen: Seen, running: boolean): Finding[] {
  const { version, role, database, slots } = seen;
  const wrong = [
    ...(version < OLDEST ? [bad(NAME, `version ${version}`, `TaskBench needs Postgres ${OLDEST} or newer.`)] : []),
    ...ON.filter((name) => ['off', 'local'].includes(seen[name])).map((name) =>
      bad(
        NAME,
        `${name} is ${seen[name]}: a crash loses or breaks what was answered`,
        `As superuser: alter system set ${name} = on; select pg_reload_conf(); and take it off the command line, role and database if it is set there.`,
      ),
    ),
    ...(seen.read_only
      ? [bad(NAME, 'takes no writes: it is a standby or read-only', 'Set DATABASE_URL to the primary.')]
      : []),
    ...(seen.may_grant
      ? []
      : [
          bad(
            NAME,
            `${role} may not create or grant the role taskbench_service`,
            `As superuser: alter role "${role}" createrole; and if taskbench_service exists, grant taskbench_service to "${role}" with admin option;`,
          ),
        ]),
    ...(seen.may_create
      ? []
      : [
          bad(
            NAME,
            `${role} may not create tables in ${database}`,
            `As superuser: grant create on database "${database}" to "${role}"; grant create on schema public to "${role}";`,
          ),
        ]),
    ...(slots < (running ? 1 : NEEDED_SLOTS)
      ? [
          bad(
            NAME,
            `${slots} connections are left`,
            `TaskBench opens up to ${NEEDED_SLOTS} a process. End others, or raise max_connections and restart Postgres.`,
          ),
        ]
      : []),
  ];
  return wrong.length > 0 ? wrong : [good(NAME, `version ${version}, durable, ${slots} connections left`)];
}

/** The address without who may open it. */
function addressOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}
