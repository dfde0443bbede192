#!/bin/sh
# You will see: a tree in the background, a new version of a service that is put in its place, what it says, why it was
# started, and the end of the tree. Every command waits until it is done, and its exit code says whether it is.
set -e
cd "$(dirname "$0")"
VERSION_FILE=$(mktemp)
export VERSION_FILE

echo 1 > "$VERSION_FILE"
otp-sup run --detach tree.yaml > /dev/null
otp-sup wait shop/api --timeout 30s

echo 2 > "$VERSION_FILE"
otp-sup restart shop/api --timeout 1m > /dev/null
otp-sup logs shop/api
otp-sup why shop/api | grep -q 'restartChild was called for shop/api' && echo "why: it was asked for"

otp-sup status shop/nobody 2> /dev/null || echo "no such path: exit code $?"
otp-sup shutdown > /dev/null
otp-sup status --name shop 2> /dev/null || echo "not running: exit code $?"
rm "$VERSION_FILE"
