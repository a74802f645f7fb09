# Makes a root of named folders alone, and starts a program in it without any capability.
#
#   unshare --user --map-root-user --net --mount --pid … -- sh enclose.sh [ro|rw PATH]… -- PROGRAM [ARGUMENT]…
#
# Everything is done inside namespaces of this process: nothing outside changes, nothing is left.
set -eu

# a folder that every Linux has and nobody keeps files in; the new root lies over it
root=/sys
mount -t tmpfs -o size=64m,mode=755 tmpfs "$root"

while [ "$1" != -- ]; do
  mode=$1 path=$2
  shift 2
  [ -e "$path" ] || continue
  mkdir -p "$root$(dirname "$path")"
  if [ -L "$path" ]; then
    ln -s "$(readlink "$path")" "$root$path"
    continue
  fi
  if [ -d "$path" ]; then mkdir -p "$root$path"; else : >"$root$path"; fi
  mount --rbind "$path" "$root$path"
  [ "$mode" = rw ] || mount -o remount,bind,ro "$root$path"
done
shift

mkdir -p "$root/tmp" "$root/dev" "$root/proc" "$root/.old"
mount -t proc proc "$root/proc"
for device in null zero random urandom; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done

cd "$root"
pivot_root . .old
# programs are found in the new root from here on
export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
umount -l /.old
rmdir /.old
mount -o remount,bind,ro /
cd /
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all "$@"
