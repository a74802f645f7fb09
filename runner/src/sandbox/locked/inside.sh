# First process of the locked container: runs `orangery` with its arguments, hands signals on, ends it when
# its seconds are over and nobody outside did, and says at last what the kernel refused.
# Builtins alone after the start: a fork may be refused then.
seconds=$1
shift

# whoever is outside reads and removes what is written, as another user
umask 0
node /orangery/cli/bin/orangery.mjs "$@" &
child=$!
trap 'kill -TERM "$child"' INT TERM
(
  trap - INT TERM
  sleep "$seconds"
  kill -TERM "$child"
  sleep 10
  kill -KILL "$child"
) >/dev/null 2>&1 &

# a signal that is handed on ends the first wait, not the child
wait "$child"
code=$?
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done

oom=0
refused=0
cgroups=/sys/fs/cgroup
# of cgroup v1, and v2
for file in "$cgroups/memory/memory.oom_control" "$cgroups/memory.events"; do
  [ -r "$file" ] || continue
  while read -r name value; do
    if [ "$name" = oom_kill ]; then oom=$((oom + value)); fi
  done <"$file"
done
for file in "$cgroups/pids/pids.events" "$cgroups/pids.events"; do
  [ -r "$file" ] || continue
  while read -r name value; do
    if [ "$name" = max ]; then refused=$((refused + value)); fi
  done <"$file"
done
printf '{"type":"limits","oomKills":%d,"refusedProcesses":%d}\n' "$oom" "$refused"
exit "$code"
