# Answers to names of this machine only while it is published on loopback (no DNS rebinding); beyond that a token is needed.
set -eu
case "${TASKBENCH_BIND:-127.0.0.1}" in
  127.* | localhost | ::1)
    printf 'map $host $known_host { default 0; localhost 1; 127.0.0.1 1; "[::1]" 1; proxy 1; }\n' >/tmp/hosts.conf
    ;;
  *)
    if [ -z "${TASKBENCH_API_TOKEN:-}" ]; then
      echo "TASKBENCH_BIND=$TASKBENCH_BIND opens the API to others. Set TASKBENCH_API_TOKEN as well." >&2
      exit 2
    fi
    printf 'map $host $known_host { default 1; }\n' >/tmp/hosts.conf
    ;;
esac
exec nginx -c /etc/taskbench/nginx.conf -g 'daemon off;'
