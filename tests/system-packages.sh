#!/bin/sh
# What the browser tests need from the system: Chromium. Installed where we may (root with apt), else named.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing chromium for the browser tests"
    { DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium ||
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; }
    } >/dev/null 2>&1
    command -v chromium >/dev/null 2>&1 && exit 0
fi
echo "The browser tests need the program chromium (Debian: apt install chromium); without it they are skipped." >&2
[ "${CI:-}" != true ]
