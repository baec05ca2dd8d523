#!/usr/bin/env bash
# Installs and builds what is missing, then hands over to dist/cli. Needs Node >= 20.19 and npm, nothing else.
set -u
umask 022

{ : <&0; } 2>/dev/null || exec </dev/null
script="${BASH_SOURCE[0]}"
while [ -L "$script" ]; do
  target="$(readlink "$script")"
  case "$target" in /*) script="$target" ;; *) script="$(dirname "$script")/$target" ;; esac
done
root="$(CDPATH='' cd -P -- "$(dirname "$script")" >/dev/null && pwd)"
logs="$root/.taskbench/logs"
install_stamp="$root/node_modules/.taskbench-install"
build_stamp="$root/dist/.taskbench-build"
cli="$root/dist/cli/main.mjs"
export TASKBENCH_ROOT="$root"
# What speaks to this machine itself goes round a proxy, whatever the environment says of others.
export NO_PROXY="${NO_PROXY:-${no_proxy:-}},localhost,127.0.0.1,[::1],::1"
NO_PROXY="${NO_PROXY#,}"
export no_proxy="$NO_PROXY"

die() {
  printf '%s\n' "$*" >&2
  exit 2
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d ' ' -f 1
}

lock_hash() { cat "$root/package-lock.json" "$root/package.json" | sha256; }

source_hash() {
  (cd "$root" && find contracts infra services web samples \
    package.json package-lock.json nx.json tsconfig.json tsconfig.base.json rolldown.config.mjs \
    \( -name node_modules -o -name dist -o -name build -o -name .svelte-kit -o -name coverage \) -prune \
    -o -type f ! -name '*.spec.ts' ! -name '*.md' -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 cksum) | sha256
}

installed() { [ "$(cat "$install_stamp" 2>/dev/null)" = "$(lock_hash)" ]; }
built() { [ -f "$cli" ] && [ "$(cat "$build_stamp" 2>/dev/null)" = "$(source_hash)" ]; }

# The private Node 24 where npm brought one, else the machine's.
node_of() {
  if [ -x "$root/node_modules/.bin/node" ]; then printf '%s' "$root/node_modules/.bin/node"; else command -v node; fi
}

check_node() {
  command -v node >/dev/null || die 'Node is missing. Install Node 20.19 or newer (https://nodejs.org), then start again.'
  command -v npm >/dev/null || die 'npm is missing. Install it (it comes with Node from https://nodejs.org), then start again.'
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    die "Node $(node -p process.versions.node) is too old. Install Node 20.19 or newer (https://nodejs.org), then start again."
}

# step TITLE LOG COMMAND…: one line that counts seconds on a terminal; the log's end when it fails.
step() {
  local title="$1" log="$2" began="$SECONDS" job result
  shift 2
  [ -t 2 ] || printf '%s …\n' "$title" >&2
  set -m # a group of its own, so that Ctrl-C can end all of it
  (cd "$root" && exec "$@") >"$log" 2>&1 </dev/null 9>&- &
  job=$!
  set +m
  trap 'kill -TERM -- "-$job" 2>/dev/null; printf "\n" >&2; exit 130' INT TERM HUP
  while kill -0 "$job" 2>/dev/null; do
    [ -t 2 ] && printf '\r%s … %ss ' "$title" "$((SECONDS - began))" >&2
    sleep 0.3
  done
  wait "$job"
  result=$?
  trap - INT TERM HUP
  if [ "$result" -eq 0 ]; then
    [ -t 2 ] && printf '\r%s … %ss \n' "$title" "$((SECONDS - began))" >&2
    return 0
  fi
  printf '\n' >&2
  tail -n 15 "$log" >&2
  printf '%s failed. The whole log: %s\n' "$title" "$log" >&2
  return 1
}

# Two starts at once install one after the other. flock ends with its process; without flock a folder names its owner.
lock() {
  if command -v flock >/dev/null; then
    exec 9>"$root/.taskbench/install.lock" || die "Cannot write to $root/.taskbench."
    flock -n 9 && return
    printf 'Another start is installing; waiting for it …\n' >&2
    flock 9
  else
    local folder="$root/.taskbench/install.lock.d"
    until mkdir "$folder" 2>/dev/null; do
      kill -0 "$(cat "$folder/pid" 2>/dev/null || echo $$)" 2>/dev/null || rm -rf "$folder"
      sleep 0.5
    done
    echo $$ >"$folder/pid"
    trap 'rm -rf "$root/.taskbench/install.lock.d"' EXIT
  fi
}

unlock() {
  if command -v flock >/dev/null; then exec 9>&-; else rm -rf "$root/.taskbench/install.lock.d"; fi
}

install_packages() {
  check_node
  [ -w "${HOME:-/nonexistent}" ] || export npm_config_cache="$root/.taskbench/npm-cache"
  rm -f "$install_stamp"
  step 'Installing packages (a minute or two, once)' "$logs/install.log" \
    env CI=1 npm ci --include=dev --include=optional --no-audit --no-fund || {
    grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH' "$logs/install.log" &&
      printf "npm does not reach its registry. Once, the network is needed; behind a proxy set HTTPS_PROXY, for a registry of your own npm_config_registry.\n" >&2
    grep -q ENOSPC "$logs/install.log" && printf 'The disk is full: make room for about 900 MB.\n' >&2
    return 1
  }
  lock_hash >"$install_stamp"
}

build() {
  check_node
  local sources
  sources="$(source_hash)"
  rm -f "$build_stamp"
  step 'Building' "$logs/build.log" env NX_DAEMON=false NX_NO_CLOUD=true NX_TUI=false npm run build || return 1
  [ -f "$cli" ] || die "The build made no $cli. Its log: $logs/build.log"
  printf '%s\n' "$sources" >"$build_stamp"
}

prepare() {
  installed && built && return 0
  mkdir -p "$logs" 2>/dev/null || die "Cannot write to $root. Copy it to a folder of yours, or start as its owner."
  lock
  { installed || install_packages; } && { built || build; }
  local result=$?
  unlock
  return "$result"
}

for argument in "$@"; do
  case "$argument" in
    --help | -h)
      node="$(node_of)"
      if [ "$#" -gt 1 ] && [ -f "$cli" ] && [ -f "$install_stamp" ] && [ -n "$node" ]; then exec "$node" "$cli" "$@"; fi
      exec cat "$root/services/cli/usage.txt"
      ;;
    --version | -V)
      exec sed -n 's/^  "version": "\(.*\)",$/\1/p' "$root/package.json"
      ;;
  esac
done

if ! prepare; then
  [ "${1:-}" = test ] && printf '0 passed, 1 failed\n'
  exit 1
fi
node="$(node_of)"
"$node" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 22) ? 0 : 1)' ||
  die 'npm brought no Node for this machine. Install Node 22.22 or newer (https://nodejs.org), then start again.'
if [ "${1:-}" = test ]; then
  shift
  exec "$node" --disable-warning=ExperimentalWarning "$root/services/cli/src/test-run.ts" "$@"
fi
exec "$node" "$cli" "$@"
