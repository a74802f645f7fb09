# Ends process groups at once when whoever holds its standard input has ended, however that ended:
# processes that are stopped cannot see it themselves. Each line names one more group.
groups=
while read -r group; do groups="$groups -$group"; done
[ -z "$groups" ] || kill -s KILL -- $groups
