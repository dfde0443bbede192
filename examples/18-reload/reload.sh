#!/bin/sh
# You will see: what a new version of a tree would change, that it is changed while db keeps its process, and that a broken
# version changes nothing.
set -e
cd "$(dirname "$0")"
pid_of() { otp-sup status "$1" --json | sed -E 's/.*"pid":([0-9]+),.*/\1/'; }

otp-sup run --detach tree.yaml > /dev/null
db=$(pid_of shop/db)

otp-sup diff after.yaml | tail -n +2
otp-sup reload after.yaml > /dev/null
test "$(pid_of shop/db)" = "$db" && echo "db has kept its process"
otp-sup diff after.yaml | tail -n 1

broken=$(mktemp -d)
echo '{ id: shop, children: [{ id: db, comand: [sleep] }] }' > "$broken/tree.yaml"
otp-sup reload --name shop "$broken/tree.yaml" 2> /dev/null || echo "refused, and nothing is changed: exit code $?"
rm -r "$broken"
otp-sup shutdown > /dev/null
